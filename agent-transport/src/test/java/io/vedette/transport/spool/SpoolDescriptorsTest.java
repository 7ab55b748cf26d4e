package io.vedette.transport.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that can't open a file any more has lost nothing of what is in its spool.
final class SpoolDescriptorsTest {

    @TempDir
    Path temp;

    @Test
    void whatCannotBeReadWithoutDescriptorsWaitsUntilThereAreSome() throws Exception {
        try (ChildJvm child = new ChildJvm(Owner.class, temp.toString())) {
            assertThat(child.readLine()).isEqualTo("appended");

            limitOpenFiles(child, 1);
            child.tell("read");
            assertThat(child.readLine()).isEqualTo("[] waiting 2 lost 0");

            limitOpenFiles(child, 1024);
            child.tell("read");
            assertThat(child.readLine()).isEqualTo("[a, b] waiting 2 lost 0");
        }
    }

    private static void limitOpenFiles(ChildJvm child, int files) throws Exception {
        Process prlimit = new ProcessBuilder("prlimit", "--pid", "" + child.pid(), "--nofile=" + files + ":1024")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }

    /// Appends two batches, and reads whenever it is told to.
    static final class Owner {

        private Owner() {}

        public static void main(String[] args) throws IOException, SpoolException {
            // All classes have to be loaded before: they are in files, too.
            cycle(Path.of(args[0]).resolve("before"));
            RecordingListener listener = new RecordingListener();
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            try (Spool spool = open(Path.of(args[0]).resolve("spool"), listener)) {
                Batches.appendNoted(spool, "a", 100);
                Batches.appendNoted(spool, "b", 100);
                System.out.println("appended");
                while (in.readLine() != null) {
                    System.out.println(show(spool, listener));
                }
            }
        }

        private static void cycle(Path directory) throws SpoolException {
            RecordingListener listener = new RecordingListener();
            try (Spool spool = open(directory, listener)) {
                Batches.appendNoted(spool, "a", 100);
                show(spool, listener);
            }
        }

        private static Spool open(Path directory, SpoolListener listener) throws SpoolException {
            return ChronicleSpool.open(new SpoolConfig(directory, 8 << 20, 1 << 20, 255 << 10, 0), listener);
        }

        private static String show(Spool spool, RecordingListener listener) {
            String names = Batches.names(Batches.readAll(spool)).toString();
            int lost = listener.dropped.size() + listener.unreadable.size() + (int) listener.corrupt;
            return names + " waiting " + spool.waitingBatches() + " lost " + lost;
        }
    }
}
