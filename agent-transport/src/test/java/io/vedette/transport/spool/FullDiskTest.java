package io.vedette.transport.spool;

import static io.vedette.transport.spool.Batches.append;
import static io.vedette.transport.spool.Batches.appendNoted;
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

    private long nowNs;
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

    @Test
    void aDiskThatIsFilledInBetweenHasTheRoomThatWasTaken() throws Exception {
        SpoolConfig config = new SpoolConfig(temp.resolve("spool"), 256 << 20, 1 << 20, 60 << 10, 1 << 20);
        for (int round = 0; round < 20; round++) {
            RecordingListener told = new RecordingListener();
            try (FallbackSpool spool =
                    FallbackSpool.open(config, 8 << 20, told, System::nanoTime, Long.MAX_VALUE / 2)) {
                List<String> appended = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    if (i == 10 + round) {
                        fill();
                    }
                    assertThat(appendNoted(spool, "n" + i, 20_000 + 700 * round))
                            .isNotNegative();
                    appended.add("n" + i);
                }

                List<Batches.Read> reads = readAll(spool);
                List<String> all = new ArrayList<>(told.dropped);
                all.addAll(names(reads));
                assertThat(all).as("round %d", round).containsExactlyElementsOf(appended);
                assertThat(told.corrupt).isZero();
                assertThat(told.unreadable).isEmpty();
                spool.ack(reads.getLast().position());
            } finally {
                Files.deleteIfExists(temp.resolve("filler"));
            }
        }
    }

    @Test
    void startsInMemoryOnAFullDiskAndGoesToTheDiskOnceThereIsRoom() throws Exception {
        fill();
        SpoolConfig config = new SpoolConfig(temp.resolve("spool"), 256 << 20, 1 << 20, 60 << 10, 1 << 20);
        try (FallbackSpool spool = FallbackSpool.open(config, 8 << 20, listener, () -> nowNs, 1)) {
            assertThat(spool.trouble()).contains("MiB free");
            appendNoted(spool, "a", 1000);

            Files.delete(temp.resolve("filler"));
            nowNs++;
            appendNoted(spool, "b", 1000);

            assertThat(spool.isDurable()).isTrue();
            assertThat(names(readAll(spool))).containsExactly("a", "b");
        }
    }

    @Test
    void goesOnInMemoryWhenTheDiskHasNoInodesLeft() throws Exception {
        run("mount", "-o", "remount,nr_inodes=20", temp.toString());
        SpoolConfig config = new SpoolConfig(temp.resolve("spool"), 256 << 20, 1 << 20, 60 << 10, 0);
        try (FallbackSpool spool = FallbackSpool.open(config, 8 << 20, listener, () -> nowNs, 1)) {
            appendNoted(spool, "a", 1000);
            int files = 0;
            try {
                while (true) {
                    Files.createFile(temp.resolve("f" + files));
                    files++;
                }
            } catch (IOException noInodes) {
                assertThat(files).isPositive();
            }
            for (int i = 0; i < 100; i++) {
                assertThat(appendNoted(spool, "n" + i, 20_000)).isNotNegative();
            }
            assertThat(spool.isDurable()).isFalse();
            for (int i = 0; i < files; i++) {
                Files.delete(temp.resolve("f" + i));
            }
            nowNs++;
            appendNoted(spool, "b", 1000);

            assertThat(spool.isDurable()).isTrue();
            List<String> read = names(readAll(spool));
            assertThat(read).hasSize(102).startsWith("a", "n0", "n1").endsWith("n99", "b");
        }
    }

    @Test
    void goesOnInMemoryWhileItsDirectoryIsReadOnly() throws Exception {
        SpoolConfig config = new SpoolConfig(temp.resolve("spool"), 256 << 20, 256 << 10, 60 << 10, 0);
        try (FallbackSpool spool = FallbackSpool.open(config, 8 << 20, listener, () -> nowNs, 1)) {
            appendNoted(spool, "a", 1000);
            String directory = temp.resolve("spool").toString();
            run("mount", "-t", "tmpfs", "-o", "ro,size=1m", "vedette-test", directory);
            try {
                nowNs++;
                for (int i = 0; i < 50; i++) {
                    assertThat(appendNoted(spool, "n" + i, 20_000)).isNotNegative();
                }
                assertThat(spool.trouble()).containsIgnoringCase("read-only");
            } finally {
                run("umount", directory);
            }
            nowNs++;
            appendNoted(spool, "b", 1000);

            assertThat(spool.isDurable()).isTrue();
            assertThat(names(readAll(spool))).hasSize(52).startsWith("a", "n0").endsWith("n49", "b");
            assertThat(listener.unreadable).isEmpty();
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
