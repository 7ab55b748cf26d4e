package io.vedette.transport.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.BlockingClientCall;
import io.vedette.transport.TestBatches;
import io.vedette.transport.ThreadLeaks;
import io.vedette.transport.compress.ContinuedCompressor;
import io.vedette.v1.EventBatch;
import io.vedette.v1.EventIngestGrpc;
import io.vedette.v1.PublishAck;
import io.vedette.v1.Rejection.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A batch that is refused costs only itself, though the next one refers back to it.
@ExtendWith(ThreadLeaks.class)
final class ContinuedBatchesTest {

    private static final int SECONDS = 20;

    private final List<Long> kept = new ArrayList<>();
    private final ContinuedCompressor compressor = new ContinuedCompressor();
    private final IngestServer server;
    private final ManagedChannel channel;
    private final BlockingClientCall<EventBatch, PublishAck> call;

    ContinuedBatchesTest() throws Exception {
        server = Ingestion.start(0, new Keep());
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
        call = EventIngestGrpc.newBlockingV2Stub(channel).publish();
    }

    @AfterEach
    void close() throws Exception {
        channel.shutdownNow().awaitTermination(SECONDS, TimeUnit.SECONDS);
        server.close();
        compressor.close();
    }

    @Test
    void areTakenAmongOthers() throws Exception {
        call.write(TestBatches.batch(1, 1, 100));
        for (int sequence = 2; sequence <= 100; sequence++) {
            call.write(continued(TestBatches.batch(1, sequence, 100)));
        }
        call.write(TestBatches.batch(1, 101, 100));

        for (int sequence = 1; sequence <= 101; sequence++) {
            assertThat(next().getSequence()).isEqualTo(sequence);
        }
        assertThat(kept).containsExactlyElementsOf(Ingestion.upTo(101));
    }

    @Test
    void oneThatIsRefusedLeavesTheOthers() throws Exception {
        call.write(continued(TestBatches.batch(1, 1, 100)));
        call.write(continued(TestBatches.batch(1, 2, 6 << 20)));
        call.write(continued(
                TestBatches.batch(1, 3, 100).toBuilder().clearContainers().build()));
        call.write(continued(TestBatches.batch(1, 4, 100)));

        assertThat(next().hasRejection()).isFalse();
        assertThat(next().getRejection().getReason()).isEqualTo(Reason.REASON_TOO_LARGE);
        assertThat(next().getRejection().getReason()).isEqualTo(Reason.REASON_MALFORMED);
        assertThat(next().hasRejection()).isFalse();
        assertThat(kept).containsExactly(1L, 4L);
    }

    @Test
    void aFrameThatCannotBeReadEndsItsStreamAfterWhatCameBefore() throws Exception {
        call.write(continued(TestBatches.batch(1, 1, 100)));
        call.write(EventBatch.newBuilder()
                .setContinued(ByteString.copyFromUtf8("no zstd"))
                .build());

        assertThat(next().getSequence()).isEqualTo(1);
        assertThatThrownBy(this::next)
                .isInstanceOf(StatusException.class)
                .hasMessageStartingWith("UNIMPLEMENTED: continued frame: ");
        assertThat(server.counters().malformed()).isEqualTo(1);
    }

    @Test
    void aFrameWithoutAnEndDoesNotFillTheMemory() throws Exception {
        call.write(continued(TestBatches.batch(1, 1, 64 << 20)));

        assertThatThrownBy(this::next)
                .isInstanceOf(StatusException.class)
                .hasMessage("UNIMPLEMENTED: continued frame: a message inflates to more than 16777216 bytes");
    }

    @Test
    void oneWithinAnotherIsMalformed() throws Exception {
        EventBatch inner = EventBatch.newBuilder()
                .setContinued(ByteString.copyFromUtf8("whatever"))
                .build();
        call.write(continued(inner));

        assertThatThrownBy(this::next)
                .isInstanceOf(StatusException.class)
                .hasMessage("INVALID_ARGUMENT: malformed batch: a batch is continued within one that is");
    }

    private PublishAck next() throws Exception {
        PublishAck ack = call.read(SECONDS, TimeUnit.SECONDS);
        assertThat(ack).isNotNull();
        return ack;
    }

    private EventBatch continued(EventBatch batch) throws Exception {
        byte[] bytes = batch.toByteArray();
        DirectBuffer message = compressor.compress(new UnsafeBuffer(bytes), 0, bytes.length);
        byte[] sent = new byte[message.capacity()];
        message.getBytes(0, sent);
        return EventBatch.parseFrom(sent);
    }

    private final class Keep extends Ingestion.Sink {
        @Override
        public void accept(EventBatch batch, long receivedEpochNs) {
            kept.add(batch.getSequence());
        }
    }
}
