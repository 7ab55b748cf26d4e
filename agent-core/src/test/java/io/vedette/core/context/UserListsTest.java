package io.vedette.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.identity.Container;
import io.vedette.core.identity.Nested;
import io.vedette.core.telemetry.Books;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process in procfs is a directory with a link to its root: here it leads to one of the test's.
final class UserListsTest {

    private static final String ID = "0123456789abcdef".repeat(4);
    private static final Container CONTAINER = new Container(2, ID, "docker", "/docker/" + ID, 1, 2, 7, new Books());

    @TempDir
    private Path directory = Path.of("");

    private Path proc;
    private Path root;
    private UserLists lists;

    @BeforeEach
    void makeProcess() throws IOException {
        proc = directory.resolve("proc");
        root = directory.resolve("root");
        Files.createDirectories(root.resolve("etc"));
        process(7, "0::/docker/" + ID + "\n");
        lists = new UserLists(proc, Nested.JOINED);
    }

    @AfterEach
    void close() {
        lists.close();
    }

    private void process(int pid, String cgroup) throws IOException {
        Path process = Files.createDirectories(proc.resolve("" + pid));
        Files.writeString(process.resolve("cgroup"), cgroup);
        Files.createSymbolicLink(process.resolve("root"), root);
    }

    private String name(int uid) {
        UserNames names = lists.read(CONTAINER, 7);
        byte[] name = names == null ? null : names.byUid().get(uid);
        return name == null ? "" : new String(name, StandardCharsets.UTF_8);
    }

    @Test
    void readsTheContainersOwnList() throws IOException {
        Files.writeString(root.resolve("etc/passwd"), """
                root:x:0:0:root:/root:/bin/sh
                # nobody:x:1:
                broken
                x:y:z
                app:x:4294967294:1::/:
                second:x:0:0::/:
                """);

        assertThat(name(0)).isEqualTo("root");
        assertThat(name(-2)).isEqualTo("app");
        assertThat(name(1)).isEmpty();
    }

    @Test
    void seesAChange() throws IOException {
        Files.writeString(root.resolve("etc/passwd"), "a:x:0:");
        assertThat(name(0)).isEqualTo("a");

        Files.writeString(root.resolve("etc/passwd"), "longer:x:0:");

        assertThat(name(0)).isEqualTo("longer");
    }

    @Test
    void aLinkStaysWithinTheRoot() throws IOException {
        Files.writeString(directory.resolve("secret"), "outside:x:0:");
        Files.createSymbolicLink(root.resolve("etc/passwd"), directory.resolve("secret"));
        assertThat(name(0)).isEmpty();

        Files.delete(root.resolve("etc/passwd"));
        Files.createSymbolicLink(root.resolve("etc/passwd"), Path.of("../../secret"));
        assertThat(name(0)).isEmpty();

        Files.writeString(root.resolve("secret"), "inside:x:0:");
        assertThat(name(0)).isEqualTo("inside");
    }

    @Test
    void whatIsNoFileIsNotWaitedFor() throws Exception {
        Process fifo = new ProcessBuilder("mkfifo", "" + root.resolve("etc/passwd")).start();
        assertThat(fifo.waitFor()).isZero();
        assertThat(name(0)).isEmpty();

        Files.delete(root.resolve("etc/passwd"));
        Files.createDirectory(root.resolve("etc/passwd"));
        assertThat(name(0)).isEmpty();
    }

    @Test
    void onlyTheBeginningOfAHugeListIsRead() throws IOException {
        Files.writeString(root.resolve("etc/passwd"), "first:x:0:\n" + "x".repeat(1 << 20) + "\nlast:x:5:\n");

        assertThat(name(0)).isEqualTo("first");
        assertThat(name(5)).isEmpty();
    }

    @Test
    void aProcessOfAnotherContainerTellsNothing() throws IOException {
        Files.writeString(root.resolve("etc/passwd"), "root:x:0:");
        Files.writeString(proc.resolve("7/cgroup"), "0::/docker/" + "f".repeat(64) + "\n");

        assertThat(lists.read(CONTAINER, 7)).isNull();
        assertThat(lists.read(CONTAINER, 8)).isNull();
        assertThat(lists.read(CONTAINER, -1)).isNull();
    }

    @Test
    void findsAProcessOfEachContainer() throws IOException {
        process(8, "1:cpu:/x\n0::/system.slice/docker-" + "e".repeat(64) + ".scope\n");
        process(9, "0::/init.scope\n");
        Files.createDirectory(proc.resolve("10"));

        assertThat(lists.findProcesses()).isEqualTo(java.util.Map.of(ID, 7L, "e".repeat(64), 8L));
    }
}
