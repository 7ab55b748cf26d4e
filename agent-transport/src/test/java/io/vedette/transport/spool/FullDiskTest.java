package io.vedette.transport.spool;

import static io.vedette.transport.spool.Batches.append;
import static io.vedette.transport.spool.Batches.names;
import static io.vedette.transport.spool.Batches.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens on a file system that fills up: a small one in memory, which needs root to be mounted.
@Tag("kernel")
final class FullDiskTest {

    private static final int DISK_BYTES = 8 << 20;

    @TempDir
    Path temp;

    private final RecordingListener listener = new RecordingListener();

    @BeforeEach
    void mount() throws Exception {
        run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "vedette-test", temp.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", temp.toString());
    }

    @Test
    void dropsTheOldestBeforeTheDiskIsFull() throws Exception {
        SpoolConfig config = new SpoolConfig(temp.resolve("spool"), 256 << 20, 1 << 20, 60 << 10, 3 << 20);
        try (ChronicleSpool spool = ChronicleSpool.open(config, listener)) {
            for (int i = 0; i < 1000; i++) {
                assertThat(append(spool, "n" + i, 20_000)).isNotNegative();
            }

            List<String> all = new ArrayList<>(listener.dropped);
            List<String> left = names(readAll(spool));
            all.addAll(left);
            assertThat(all).hasSize(1000).doesNotHaveDuplicates().endsWith("n999");
            assertThat(left).hasSizeGreaterThan(100);
            assertThat(Files.getFileStore(temp).getUsableSpace()).isGreaterThan(1 << 20);
        }
    }

    @Test
    void survivesADiskThatOthersFillUp() throws Exception {
        SpoolConfig config = new SpoolConfig(temp.resolve("spool"), 256 << 20, 1 << 20, 60 << 10, 1 << 20);
        try (ChronicleSpool spool = ChronicleSpool.open(config, listener)) {
            for (int i = 0; i < 20; i++) {
                append(spool, "n" + i, 20_000);
            }
            fill();
            long failed = 0;
            for (int i = 20; i < 200; i++) {
                failed += append(spool, "n" + i, 20_000) == Spool.FAILED ? 1 : 0;
            }
            assertThat(failed).isPositive();

            Files.delete(temp.resolve("filler"));
            assertThat(append(spool, "after", 20_000)).isNotNegative();
            assertThat(names(readAll(spool))).endsWith("after").doesNotHaveDuplicates();
            assertThat(listener.corrupt).isZero();
        }
    }

    private void fill() {
        try (var out = Files.newOutputStream(temp.resolve("filler"))) {
            byte[] zeros = new byte[4096];
            while (true) {
                out.write(zeros);
            }
        } catch (IOException full) {
            // That was the aim.
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        assertThat(code).as("%s needs root", String.join(" ", command)).isZero();
    }
}
