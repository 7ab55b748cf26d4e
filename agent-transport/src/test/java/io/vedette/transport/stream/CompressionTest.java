package io.vedette.transport.stream;

import static io.vedette.transport.TestBatches.append;
import static io.vedette.transport.stream.Delivery.config;
import static io.vedette.transport.stream.Delivery.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.DecompressorRegistry;
import io.vedette.transport.ThreadLeaks;
import io.vedette.transport.Waiting;
import io.vedette.transport.compress.ContinuedCompressor;
import io.vedette.transport.compress.Encoding;
import io.vedette.transport.compress.ZstdDecompressor;
import io.vedette.transport.endpoint.IngestConfig;
import io.vedette.transport.endpoint.IngestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ThreadLeaks.class)
final class CompressionTest {

    private Delivery delivery;

    @BeforeEach
    void fill() {
        delivery = new Delivery();
        append(delivery.spool, 1, 1, 100, 2000);
    }

    @AfterEach
    void close() throws Exception {
        delivery.close();
    }

    @ParameterizedTest
    @EnumSource
    void deliversWithEachCompression(Encoding encoding) throws Exception {
        IngestServer server = delivery.serve(IngestConfig.plaintext("127.0.0.1", 0));
        Publisher publisher = delivery.start(
                config(new Endpoint("127.0.0.1", server.port(), false)).with(List.of(encoding)));

        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);

        PublisherStatus first = publisher.status();
        append(delivery.spool, 1, 101, 200, 2000);
        publisher.wakeUp();
        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);

        assertThat(delivery.kept).containsExactlyElementsOf(upTo(200));
        PublisherStatus status = publisher.status();
        assertThat(status.encoding())
                .isEqualTo(encoding == Encoding.ZSTD ? ContinuedCompressor.NAME : encoding.wireName());
        assertThat(status.batchBytes()).isGreaterThan(200_000);
        if (encoding == Encoding.NONE) {
            assertThat(status.wireBytes()).isEqualTo(status.batchBytes());
        } else {
            assertThat(status.wireBytes() - first.wireBytes())
                    .isLessThan((status.batchBytes() - first.batchBytes()) / 5);
        }
    }

    @Test
    void compressesEachBatchAloneWhereTheEndpointDoesNotSayThatTheyMayContinue() throws Exception {
        ScriptedEndpoint endpoint = delivery.opened(new ScriptedEndpoint(
                0, ZstdDecompressor.registry(), (batch, acks) -> acks.onNext(ScriptedEndpoint.ackOf(batch))));
        Publisher publisher = delivery.start(config(endpoint.endpoint()));

        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);

        assertThat(publisher.status().encoding()).isEqualTo("zstd");
        assertThat(endpoint.receivedSequences()).containsExactlyElementsOf(upTo(100));
    }

    /// It says that it can, and can't: nothing is lost, and no failure is told.
    @Test
    void goesOnWithGzipWhereTheEndpointCannotReadOn() throws Exception {
        ScriptedEndpoint endpoint =
                delivery.opened(new ScriptedEndpoint(0, ZstdDecompressor.registry(), (batch, acks) -> {
                    if (batch.getContinued().isEmpty()) {
                        acks.onNext(ScriptedEndpoint.ackOf(batch));
                    } else {
                        acks.onError(io.grpc.Status.UNIMPLEMENTED
                                .withDescription("continued frame")
                                .asRuntimeException());
                    }
                }));
        endpoint.answer(ContinuedCompressor.ACCEPTED, "zstd");
        Publisher publisher = delivery.start(config(endpoint.endpoint()));

        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);
        append(delivery.spool, 1, 101, 200, 100);
        publisher.wakeUp();
        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);

        assertThat(publisher.status().encoding()).isEqualTo("gzip");
        assertThat(publisher.status().lastError()).isEmpty();
        assertThat(endpoint.receivedSequences()).containsAll(upTo(200));
    }

    @Test
    void goesOnWithGzipWhereZstdIsUnknownAndRemembersIt() throws Exception {
        ScriptedEndpoint endpoint =
                delivery.opened(new ScriptedEndpoint(0, (batch, acks) -> acks.onNext(ScriptedEndpoint.ackOf(batch))));
        Publisher publisher = delivery.start(config(endpoint.endpoint()));

        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);

        assertThat(publisher.status().encoding()).isEqualTo("gzip");
        assertThat(publisher.status().lastError()).isEmpty();
        assertThat(endpoint.receivedSequences()).containsExactlyElementsOf(upTo(100));

        long streams = publisher.status().streams();
        endpoint.script((batch, acks) ->
                acks.onError(io.grpc.Status.UNAVAILABLE.withDescription("gone").asRuntimeException()));
        append(delivery.spool, 1, 101, 110, 100);
        publisher.wakeUp();
        Waiting.until(() -> publisher.status().lastErrorCount() > 0, publisher::status);
        endpoint.script((batch, acks) -> acks.onNext(ScriptedEndpoint.ackOf(batch)));
        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);
        assertThat(publisher.status().encoding()).isEqualTo("gzip");
        assertThat(delivery.said).noneMatch(line -> line.contains("zstd"));
        assertThat(publisher.status().streams()).isGreaterThan(streams);
    }

    @Test
    void goesOnWithoutWhereNoneIsKnown() throws Exception {
        ScriptedEndpoint endpoint = delivery.opened(new ScriptedEndpoint(
                0, DecompressorRegistry.emptyInstance(), (batch, acks) -> acks.onNext(ScriptedEndpoint.ackOf(batch))));
        Publisher publisher = delivery.start(config(endpoint.endpoint()));

        Waiting.until(() -> delivery.spool.waitingBatches() == 0, publisher::status);

        assertThat(publisher.status().encoding()).isEqualTo("identity");
        assertThat(publisher.status().lastError()).isEmpty();
    }

    @Test
    void saysWhatAnEndpointAnswersThatHasNoSuchService() throws Exception {
        ScriptedEndpoint endpoint = delivery.opened(new ScriptedEndpoint(
                0, ScriptedEndpoint.reject(io.grpc.Status.UNIMPLEMENTED.withDescription("no such method"))));
        Publisher publisher = delivery.start(config(endpoint.endpoint()));

        assertThat(Delivery.failure(publisher))
                .isEqualTo("endpoint " + endpoint.endpoint() + " ended the stream: UNIMPLEMENTED, no such method");
    }
}
