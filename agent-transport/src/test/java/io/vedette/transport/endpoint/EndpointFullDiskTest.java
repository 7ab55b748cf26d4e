package io.vedette.transport.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.TestBatches;
import io.vedette.transport.Waiting;
import io.vedette.transport.stream.Endpoint;
import io.vedette.transport.stream.Publisher;
import io.vedette.transport.stream.PublisherConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An endpoint whose disk fills up: a small one in memory, which needs root to be mounted.
@Tag("kernel")
final class EndpointFullDiskTest {

    @TempDir
    Path temp;

    private final Ingestion ingestion = new Ingestion();

    @BeforeEach
    void mount() throws Exception {
        run("mount", "-t", "tmpfs", "-o", "size=2m", "vedette-test", temp.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", temp.toString());
    }

    @Test
    void refusesUntilThereIsRoomAgainAndWritesEachBatchOnce() throws Exception {
        Path file = temp.resolve("out");
        Path filler = temp.resolve("filler");
        Files.write(filler, new byte[1_500_000]);
        TestBatches.append(ingestion.spool, 1, 1, 300, 2000);
        List<String> log = new ArrayList<>();

        try (IngestServer server = IngestServer.start(
                        IngestConfig.plaintext("127.0.0.1", 0),
                        new JsonLinesFile(new JsonLines(), file, 100),
                        log::add);
                Publisher publisher = new Publisher(
                        PublisherConfig.defaults(List.of(new Endpoint("127.0.0.1", server.port(), false))),
                        ingestion.spool,
                        ingestion.drops())) {
            publisher.start();
            Waiting.until(() -> server.counters().failed() > 2, publisher::status);
            assertThat(ingestion.spool.waitingBatches()).isPositive();
            assertThat(publisher.status().lastError()).contains("UNAVAILABLE, batch");
            Files.delete(filler);

            assertThat(publisher.close(Duration.ofSeconds(30)).batches()).isZero();
        }

        assertThat(Lines.exitCodes(file)).containsExactlyElementsOf(Ingestion.upTo(300));
        assertThat(log).first().asString().contains("could not be kept: No space left on device (1 so far)");
        assertThat(ingestion.dropped).isEmpty();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        assertThat(code).as("%s needs root", String.join(" ", command)).isZero();
    }
}
