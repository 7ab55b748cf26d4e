package io.vedette.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CgroupPathsTest {

    @TempDir
    Path directory = Path.of("");

    private CgroupPaths paths(String... roots) {
        return new CgroupPaths(
                directory.resolve("proc"),
                List.of(roots).stream().map(directory::resolve).toList());
    }

    private Path cgroup(String path) throws IOException {
        Path made = Files.createDirectories(directory.resolve(path));
        Files.writeString(made.resolve("cgroup.procs"), "");
        return made;
    }

    private static long inode(Path file) throws IOException {
        return ((Number) Files.getAttribute(file, "unix:ino")).longValue();
    }

    @Test
    void findsThePathOfAnId() throws IOException {
        Path root = cgroup("unified");
        Path deep = cgroup("unified/docker/box/child");

        CgroupPaths paths = paths("unified");

        assertThat(paths.ofId(inode(deep))).isEqualTo("/docker/box/child");
        assertThat(paths.ofId(inode(root))).isEqualTo("/");
    }

    @Test
    void saysNothingOfAnIdThatIsNotThere() throws IOException {
        cgroup("unified");

        assertThat(paths("unified").ofId(1)).isEmpty();
        assertThat(paths("missing").ofId(1)).isEmpty();
        assertThat(paths().ofId(1)).isEmpty();
    }

    @Test
    void takesTheFirstRootThatIsOne() throws IOException {
        Files.createDirectories(directory.resolve("v1/docker"));
        cgroup("v2");
        Path real = cgroup("v2/docker");

        assertThat(paths("v1", "v2").ofId(inode(real))).isEqualTo("/docker");
    }

    @Test
    void readsAProcesssLinesWithTheUnifiedOneFirst() throws IOException {
        Path process = Files.createDirectories(directory.resolve("proc/42"));
        Files.writeString(process.resolve("cgroup"), "12:cpu,cpuacct:/a:b\n1:name=systemd:/c\n0::/d\nnonsense\n");

        assertThat(paths().ofProcess(42)).containsExactly("/d", "/a:b", "/c");
    }

    @Test
    void saysNothingOfAProcessThatIsGone() {
        assertThat(paths().ofProcess(43)).isEmpty();
    }
}
