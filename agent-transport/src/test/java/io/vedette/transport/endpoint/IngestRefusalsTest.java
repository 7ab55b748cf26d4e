package io.vedette.transport.endpoint;

import static io.vedette.transport.TestBatches.append;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.vedette.transport.TestBatches;
import io.vedette.transport.ThreadLeaks;
import io.vedette.transport.codec.BatchHeader;
import io.vedette.transport.stream.Publisher;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What is no batch is refused and costs only itself; a batch of another version is none of these.
@ExtendWith(ThreadLeaks.class)
final class IngestRefusalsTest {

    @TempDir
    Path temp;

    private final Ingestion ingestion = new Ingestion();

    @Test
    void refusesAMalformedBatchAndGoesOnWithTheNext() throws Exception {
        Path file = temp.resolve("out");
        append(ingestion.spool, 1, 1, 3, 50);
        append(
                ingestion.spool,
                TestBatches.batch(1, 4, 10).toBuilder().clearContainers().build());
        byte[] garbage = TestBatches.batch(1, 5, 10).toByteArray();
        garbage[BatchHeader.LENGTH] = (byte) 0xff;
        ingestion.spool.append(new UnsafeBuffer(garbage), 0, garbage.length);
        append(ingestion.spool, 1, 6, 8, 50);

        try (IngestServer server = Ingestion.toFile(0, file);
                Publisher publisher = ingestion.publisher(server.port())) {
            assertThat(publisher.close(Ingestion.LONG).batches())
                    .as("%s", publisher.status())
                    .isZero();
            assertThat(server.counters().malformed()).isEqualTo(2);
            assertThat(server.counters().streams()).isEqualTo(1);
            assertThat(publisher.status().rejectedBatches()).isEqualTo(2);
            assertThat(publisher.status().lastError())
                    .startsWith("endpoint refused batch 5: malformed, not an EventBatch: ");
        }

        assertThat(ingestion.dropped).containsExactly("REJECTED", "REJECTED");
        assertThat(Lines.exitCodes(file)).containsExactly(1L, 2L, 3L, 6L, 7L, 8L);
    }

    @Test
    void refusesABatchThatIsTooLargeAndKeepsTheStream() throws Exception {
        Path file = temp.resolve("out");
        append(ingestion.spool, 1, 1, 20, 50);
        append(ingestion.spool, TestBatches.batch(1, 21, 6 << 20));
        append(ingestion.spool, 1, 22, 40, 50);

        try (IngestServer server = Ingestion.toFile(0, file);
                Publisher publisher = ingestion.publisher(server.port())) {
            assertThat(publisher.close(Ingestion.LONG).batches())
                    .as("%s", publisher.status())
                    .isZero();
            assertThat(server.counters().tooLarge()).isEqualTo(1);
            assertThat(server.counters().streams()).isEqualTo(1);
            assertThat(server.counters().duplicates()).isZero();
            assertThat(publisher.status().lastError())
                    .isEqualTo("endpoint refused batch 21: too large, the batch is larger than 4194304 bytes");
        }

        assertThat(ingestion.dropped).containsExactly("REJECTED");
        List<Long> expected = Ingestion.upTo(40);
        assertThat(Lines.exitCodes(file))
                .containsExactlyElementsOf(
                        expected.stream().filter(code -> code != 21).toList());
    }

    @Test
    void garbageThatIsNobodysEndsTheStreamAndCostsOnlyItself() throws Exception {
        Path file = temp.resolve("out");
        append(ingestion.spool, 1, 1, 3, 50);
        // As a batch it is well-formed protobuf, but says neither whose it is nor which one.
        byte[] nobodys = TestBatches.batch(1, 4, 10).toBuilder()
                .clearInstanceId()
                .build()
                .toByteArray();
        ingestion.spool.append(new UnsafeBuffer(nobodys), 0, nobodys.length);
        append(ingestion.spool, 1, 5, 8, 50);

        try (IngestServer server = Ingestion.toFile(0, file);
                Publisher publisher = ingestion.publisher(server.port())) {
            assertThat(publisher.close(Ingestion.LONG).batches())
                    .as("%s", publisher.status())
                    .isZero();
        }

        assertThat(ingestion.dropped).containsExactly("REJECTED");
        assertThat(Lines.exitCodes(file)).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 8L);
    }

    @Test
    void takesBatchesOfOlderAndNewerSchemas() throws Exception {
        Path file = temp.resolve("out");
        append(
                ingestion.spool,
                TestBatches.batch(1, 1, 10).toBuilder().clearSchemaVersion().build());
        UnknownFieldSet later = UnknownFieldSet.newBuilder()
                .addField(900, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                .build();
        EventBatch newer = TestBatches.batch(1, 2, 10);
        append(
                ingestion.spool,
                newer.toBuilder()
                        .setSchemaVersion(99)
                        .setUnknownFields(later)
                        .addEvents(Event.newBuilder().setUnknownFields(later))
                        .build());

        try (IngestServer server = Ingestion.toFile(0, file)) {
            assertThat(ingestion.publishAll(server.port())).isZero();
            assertThat(server.counters().malformed()).isZero();
        }

        assertThat(Files.readAllLines(file)).hasSize(3).last().asString().startsWith("{\"kind\":\"unknown_900\"");
    }
}
