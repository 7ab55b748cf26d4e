package io.vedette.transport.stream;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.jspecify.annotations.Nullable;

/// One stream over one connection, from the attempt to connect to its end.
///
/// The sender's thread owns it; gRPC calls the listener on the event-loop thread, which only notes what
/// happened and wakes the sender. Acknowledgements are asked for as they are taken, so that no endpoint can
/// pile them up here.
final class PublishStream {

    /// Bytes waiting in the connection from which on it is not ready for more.
    private static final int READY_BYTES = 256 << 10;

    private final Endpoint endpoint;
    private final ManagedChannel channel;
    private final ClientCall<BatchBytes, Ack> call;
    private final OneToOneConcurrentArrayQueue<Ack> acks;
    private final BatchBytes bytes = new BatchBytes();
    private final Runnable wakeUp;
    private volatile @Nullable Status ended;

    PublishStream(Endpoint endpoint, ManagedChannel channel, int maxAcks, Runnable wakeUp) {
        this.endpoint = endpoint;
        this.channel = channel;
        this.wakeUp = wakeUp;
        this.acks = new OneToOneConcurrentArrayQueue<>(maxAcks);
        this.call = channel.newCall(PublishMethod.PUBLISH, CallOptions.DEFAULT.withOnReadyThreshold(READY_BYTES));
        call.start(new Listener(), new Metadata());
        call.request(maxAcks);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /// Whether the endpoint has taken the stream and a batch would not only pile up.
    boolean isReady() {
        return call.isReady();
    }

    /// How it ended, or null while it lasts.
    @Nullable
    Status ended() {
        return ended;
    }

    /// Hands over a batch, which is copied. To be called only when [#isReady()].
    void send(DirectBuffer buffer, int offset, int length) {
        bytes.wrap(buffer, offset, length);
        call.sendMessage(bytes);
    }

    /// Takes the acknowledgements that have come in.
    int drainAcks(Consumer<Ack> handler) {
        int count = acks.drain(handler);
        if (count > 0 && ended == null) {
            call.request(count);
        }
        return count;
    }

    /// Says that no more batches come. What is in flight can still be acknowledged.
    void finish() {
        call.halfClose();
    }

    void close() {
        call.cancel("closed by the agent", null);
        channel.shutdownNow();
    }

    /// Waits until the closed connection is gone, for a second at most.
    void awaitClosed() {
        try {
            channel.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Listener extends ClientCall.Listener<Ack> {

        @Override
        public void onMessage(Ack message) {
            acks.offer(message);
            wakeUp.run();
        }

        @Override
        public void onReady() {
            wakeUp.run();
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            ended = status;
            wakeUp.run();
        }
    }
}
