package io.vedette.core.sensor.inotify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.chaos.Shell;
import io.vedette.core.container.CProgram;
import io.vedette.core.event.Kinds;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("container")
class MappedFileTest {

    private static final String PASSWD = "/etc/passwd";

    @TempDir
    private Path directory;

    @Test
    void whatIsWrittenByMappedMemoryIsToldAsClosedAndWhatIsNotWrittenIsNot() throws Exception {
        Path program = CProgram.compile("map_write", directory);
        try (WatchedRoots roots = new WatchedRoots(directory)) {
            Path root = roots.make("root");
            Path file = Files.writeString(root.resolve("etc/passwd"), "x");
            roots.open();
            roots.startIdle(root);

            Shell.run("exec 3<>\"$1\"", "" + file);
            roots.settle(root);
            assertThat(roots.count(Kinds.CLOSE_WRITE, PASSWD)).isZero();

            Shell.run("\"$1\" \"$2\"", "" + program, "" + file);
            roots.settle(root);
            assertThat(roots.count(Kinds.CLOSE_WRITE, PASSWD)).isEqualTo(1);
        }
    }
}
