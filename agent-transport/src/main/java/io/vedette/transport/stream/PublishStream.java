package io.vedette.transport.stream;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.vedette.transport.compress.ContinuedCompressor;
import io.vedette.transport.compress.Encoding;
import io.vedette.transport.compress.MessageCompressor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/// One stream over one connection, from the attempt to connect to its end.
///
/// The sender's thread owns it; gRPC calls the listener on the event-loop thread, which only notes what
/// happened and wakes the sender. Acknowledgements are asked for in portions once half of the last ones are taken, so
/// that no endpoint can pile them up here, and not each of them wakes the event loop.
final class PublishStream {

    /// Bytes waiting in the connection from which on it is not ready for more.
    private static final int READY_BYTES = 256 << 10;

    private static final Metadata.Key<String> ACCEPTED =
            Metadata.Key.of("grpc-accept-encoding", Metadata.ASCII_STRING_MARSHALLER);

    private final Route route;
    private final ManagedChannel channel;
    private final @Nullable MessageCompressor compressor;
    private final ClientCall<BatchBytes, Ack> call;
    private final int maxAcks;
    private final AckQueue acks;
    private final BatchBytes bytes = new BatchBytes();
    private final Runnable wakeUp;
    private volatile @Nullable Status ended;
    private volatile @Nullable String accepted;
    private volatile @Nullable String acceptedContinued;
    private @Nullable ContinuedCompressor continued;
    private long sentBytes;
    /// Of messages that did not go through gRPC's compressor.
    private long otherBytes;
    private boolean compressing;
    private boolean settled;
    private int taken;

    /// @param compressor belongs to the stream; null to send as it is
    PublishStream(
            Route route,
            ManagedChannel channel,
            @Nullable MessageCompressor compressor,
            int maxAcks,
            NanoClock clock,
            Runnable wakeUp) {
        this.route = route;
        this.channel = channel;
        this.compressor = compressor;
        this.wakeUp = wakeUp;
        this.maxAcks = maxAcks;
        this.acks = new AckQueue(maxAcks, clock, wakeUp);
        CallOptions options = CallOptions.DEFAULT.withOnReadyThreshold(READY_BYTES);
        this.call = channel.newCall(
                PublishMethod.PUBLISH,
                compressor == null ? options : options.withCompression(compressor.getMessageEncoding()));
        call.start(new Listener(), new Metadata());
        call.request(maxAcks);
        if (compressor != null) {
            // Some endpoints take what they can't read for a message that is not compressed: they are asked first.
            call.setMessageCompression(false);
        }
    }

    /// Compresses what is sent from here on.
    void compress() {
        compressing = true;
        settled = true;
        call.setMessageCompression(true);
    }

    /// Whether the endpoint takes batches that continue one frame, and they may be compressed that way.
    boolean canContinue() {
        String names = acceptedContinued;
        return compressor != null
                && names != null
                && compressor.getMessageEncoding().equals(Encoding.ZSTD.wireName())
                && Encodings.accepts(names, Encoding.ZSTD);
    }

    /// Compresses what is sent from here on, each batch by what was in those before.
    void compressContinued() {
        continued = new ContinuedCompressor();
        settled = true;
    }

    /// Goes on without compression.
    void stayPlain() {
        settled = true;
    }

    /// How batches are compressed, or are going to be, for people.
    String encoding() {
        if (continued != null) {
            return ContinuedCompressor.NAME;
        }
        return compressor == null ? Encoding.NONE.wireName() : compressor.getMessageEncoding();
    }

    /// Whether it is known how batches are sent.
    boolean isSettled() {
        return compressor == null || settled;
    }

    Route route() {
        return route;
    }

    /// What protects the connection, for people: `TLSv1.3`, or `plain text`. To be called when it is connected.
    String security() {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        return session == null ? "plain text" : session.getProtocol();
    }

    /// Compressions that the endpoint says it takes, or null as long as it has not said.
    @Nullable
    String accepted() {
        return accepted;
    }

    /// Bytes of batches that were sent on this stream, before compression.
    long sentBytes() {
        return sentBytes;
    }

    /// The same after compression.
    long wireBytes() {
        return compressor == null ? sentBytes : otherBytes + compressor.outBytes();
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
        ContinuedCompressor frame = continued;
        sentBytes += length;
        if (frame == null) {
            bytes.wrap(buffer, offset, length);
            otherBytes += compressing ? 0 : length;
        } else {
            DirectBuffer message = frame.compress(buffer, offset, length);
            bytes.wrap(message, 0, message.capacity());
            otherBytes += message.capacity();
        }
        call.sendMessage(bytes);
    }

    /// Takes the acknowledgements that have come in.
    int drainAcks(Consumer<Ack> handler) {
        int count = acks.drain(handler);
        taken += count;
        if (taken > maxAcks / 2 && ended == null) {
            call.request(taken);
            taken = 0;
        }
        return count;
    }

    /// How long the sender may sleep, as [AckQueue#sleepNs] says.
    long sleepNs(long patience, long longest) {
        return acks.sleepNs(patience, longest);
    }

    /// Says that no more batches come. What is in flight can still be acknowledged.
    void finish() {
        call.halfClose();
    }

    void close() {
        call.cancel("closed by the agent", null);
        channel.shutdownNow();
        if (compressor != null) {
            compressor.close();
        }
        if (continued != null) {
            continued.close();
            continued = null;
        }
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
        public void onHeaders(Metadata headers) {
            acceptedContinued = headers.get(ContinuedCompressor.ACCEPTED);
            accepted = headers.get(ACCEPTED);
            wakeUp.run();
        }

        @Override
        public void onMessage(Ack message) {
            acks.put(message);
        }

        @Override
        public void onReady() {
            wakeUp.run();
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (trailers.containsKey(ACCEPTED)) {
                accepted = trailers.get(ACCEPTED);
            }
            ended = status;
            wakeUp.run();
        }
    }
}
