package io.vedette.transport.endpoint;

import static io.vedette.transport.TestBatches.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.transport.Waiting;
import io.vedette.transport.compress.ContinuedCompressor;
import io.vedette.transport.spool.DropReason;
import io.vedette.transport.spool.MemorySpool;
import io.vedette.transport.spool.Spool;
import io.vedette.transport.spool.SpoolListener;
import io.vedette.transport.stream.Endpoint;
import io.vedette.transport.stream.Publisher;
import io.vedette.transport.stream.PublisherConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/// The schema is enough to write an endpoint in another language.
final class PythonEndpointTest {

    private static final String PYTHON = "/usr/bin/python3";
    private static final Path SCRIPT = Path.of(System.getProperty("python.endpoint", "../examples/python/endpoint.py"));

    @Test
    void anEndpointInPythonTakesAndAcknowledgesOurBatches() throws Exception {
        assumeTrue(
                canRun(),
                "skipped: " + PYTHON + " lacks one of Debian's python3-grpcio, python3-grpc-tools, python3-zstandard");
        Spool spool = new MemorySpool(1 << 20, new NoDrops());
        append(spool, 1, 1, 25, 100);

        Process python = new ProcessBuilder(PYTHON, "-B", SCRIPT.toString(), "127.0.0.1:0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> printed;
        try (BufferedReader out = python.inputReader(StandardCharsets.UTF_8)) {
            String first = out.readLine();
            assertThat(first).startsWith("listening on port ");
            int port = Integer.parseInt(first.substring("listening on port ".length()));
            Endpoint endpoint = new Endpoint("127.0.0.1", port, false);
            try (Publisher publisher =
                    new Publisher(PublisherConfig.defaults(List.of(endpoint)), spool, new NoDrops())) {
                publisher.start();
                Waiting.until(() -> spool.waitingBatches() == 0, publisher::status);
                assertThat(publisher.status().encoding()).isEqualTo(ContinuedCompressor.NAME);
                append(spool, 1, 26, 50, 100);
                assertThat(publisher.close(Duration.ofSeconds(20)).batches())
                        .as("%s", publisher.status())
                        .isZero();
            }
            python.toHandle().destroyForcibly();
            printed = out.lines().toList();
        } finally {
            python.toHandle().destroyForcibly();
        }

        assertThat(printed)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 50)
                        .mapToObj(sequence -> "exit c1 exec-" + sequence + " b'/bin/true'")
                        .toList());
    }

    private static boolean canRun() throws IOException, InterruptedException {
        return Files.isExecutable(Path.of(PYTHON))
                && new ProcessBuilder(PYTHON, "-c", "import grpc, grpc_tools, zstandard")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
    }

    private static final class NoDrops implements SpoolListener {
        @Override
        public void onDropped(DirectBuffer batch, int offset, int length, DropReason reason) {
            // What was not to be delivered goes with its spool.
            assertThat(reason).isEqualTo(DropReason.ENDED);
        }

        @Override
        public void onCorrupt(long count) {
            throw new AssertionError("corrupt: " + count);
        }
    }
}
