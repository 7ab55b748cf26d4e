package io.vedette.transport.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process in the middle of appends, again and again, on the same directory.
final class SpoolKillTest {

    private static final int KILLS = Integer.getInteger("spool.kills", 8);

    @TempDir
    Path temp;

    @Test
    void nothingWhoseAppendReturnedIsMissingAndNothingElseIsHandedOver() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RecordingListener listener = new RecordingListener();
        List<Long> printed = new ArrayList<>();

        for (int kill = 0; kill < KILLS; kill++) {
            try (ChildJvm child = new ChildJvm(Appender.class, temp.toString(), Long.toString(random.nextLong()))) {
                int lines = 20 + random.nextInt(200);
                for (int i = 0; i < lines; i++) {
                    printed.add(Long.parseLong(child.readLine()));
                }
                Thread.sleep(0, random.nextInt(999_999));
                child.kill().forEach(line -> printed.add(Long.parseLong(line)));
            }

            List<Long> stored = new ArrayList<>();
            try (ChronicleSpool spool = ChronicleSpool.open(config(temp), listener)) {
                while (spool.read((position, buffer, offset, length) -> {
                    assertThat(Appender.isIntact(buffer, offset, length))
                            .as("position %d, seed %d", position, seed)
                            .isTrue();
                    stored.add(position);
                })) {
                    // until nothing is left
                }
                assertThat(stored).as("kill %d, seed %d", kill, seed).isSorted().containsAll(printed);
                int released = random.nextInt(printed.size());
                spool.ack(printed.get(released));
                printed.subList(0, released + 1).clear();
            }
        }

        assertThat(listener.dropped).isEmpty();
        assertThat(listener.corrupt).isLessThanOrEqualTo(KILLS);
    }

    private static SpoolConfig config(Path directory) {
        return new SpoolConfig(directory, 1L << 30, 2 << 20, 255 << 10, 0);
    }

    /// The process that is killed: appends for ever, and prints each position once its append has returned.
    static final class Appender {

        private Appender() {}

        public static void main(String[] args) throws SpoolException {
            Random random = new Random(Long.parseLong(args[1]));
            Spool spool = ChronicleSpool.open(config(Path.of(args[0])), new RecordingListener());
            while (true) {
                byte[] bytes = new byte[4096 + random.nextInt(250 << 10)];
                random.nextBytes(bytes);
                UnsafeBuffer batch = new UnsafeBuffer(bytes);
                CRC32C crc = new CRC32C();
                crc.update(bytes, 4, bytes.length - 4);
                batch.putInt(0, (int) crc.getValue());
                System.out.println(spool.append(batch, 0, bytes.length));
                System.out.flush();
            }
        }

        static boolean isIntact(DirectBuffer buffer, int offset, int length) {
            byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            CRC32C crc = new CRC32C();
            crc.update(bytes, 4, length - 4);
            return buffer.getInt(offset) == (int) crc.getValue();
        }
    }
}
