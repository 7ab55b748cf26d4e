package io.vedette.transport.endpoint;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.vedette.transport.compress.ContinuedCompressor;
import io.vedette.transport.compress.ContinuedDecompressor;
import io.vedette.transport.compress.Encoding;
import io.vedette.v1.PublishAck;
import io.vedette.v1.Rejection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Answers the streams of all agents, on the endpoint's one thread: take the batches that are at hand, make
/// them durable together, acknowledge them, ask for as many more.
final class IngestCall implements ServerCallHandler<Inbound, PublishAck> {

    /// Batches of a stream that may be at hand.
    private static final int AT_HAND = 16;

    private final Intake intake;
    private final IngestMethod batches;
    private final Executor thread;
    private final int maxStreams;
    private final Set<ServerCall<Inbound, PublishAck>> open = new HashSet<>();
    private final List<Answer> answers = new ArrayList<>();

    IngestCall(Intake intake, IngestMethod batches, Executor thread, int maxStreams) {
        this.intake = intake;
        this.batches = batches;
        this.thread = thread;
        this.maxStreams = maxStreams;
    }

    @Override
    public Listener<Inbound> startCall(ServerCall<Inbound, PublishAck> call, Metadata headers) {
        if (open.size() >= maxStreams) {
            call.close(Status.UNAVAILABLE.withDescription("there are " + maxStreams + " streams already"), headers());
            return new Listener<>() {};
        }
        intake.onStream();
        open.add(call);
        Metadata answer = headers();
        if (Encoding.ZSTD.isAvailable()) {
            answer.put(ContinuedCompressor.ACCEPTED, Encoding.ZSTD.wireName());
        }
        call.sendHeaders(answer);
        call.request(AT_HAND);
        return new Stream(call);
    }

    /// Ends all streams after what is at hand was kept and acknowledged. Called on the endpoint's thread.
    void closeAll() {
        answer();
        for (ServerCall<Inbound, PublishAck> call : Set.copyOf(open)) {
            end(call, Status.UNAVAILABLE.withDescription("endpoint is stopping"));
        }
    }

    private void end(ServerCall<Inbound, PublishAck> call, Status status) {
        if (open.remove(call)) {
            call.close(status, headers());
        }
    }

    private static Metadata headers() {
        return new Metadata();
    }

    /// The answer goes out once everything that is at hand was taken: what is queued for the thread comes first.
    private void answerLater(Stream stream, PublishAck ack) {
        if (answers.isEmpty()) {
            thread.execute(this::answer);
        }
        answers.add(new Answer(stream, ack));
    }

    private void answer() {
        if (answers.isEmpty()) {
            return;
        }
        List<Answer> due = List.copyOf(answers);
        answers.clear();
        try {
            intake.sync();
        } catch (IOException e) {
            Status status = Status.UNAVAILABLE.withDescription("batches could not be kept: " + e.getMessage());
            due.forEach(answer -> end(answer.stream().call, status));
            return;
        }
        for (Answer answer : due) {
            answer.stream().send(answer.ack());
        }
    }

    private record Answer(Stream stream, PublishAck ack) {}

    private final class Stream extends Listener<Inbound> {

        private final ServerCall<Inbound, PublishAck> call;
        private @Nullable ContinuedDecompressor frame;
        private int owed;

        Stream(ServerCall<Inbound, PublishAck> call) {
            this.call = call;
        }

        @Override
        public void onMessage(Inbound message) {
            if (open.contains(call)) {
                take(message);
            }
        }

        private void take(Inbound message) {
            switch (message) {
                case Inbound.Valid valid -> take(valid);
                case Inbound.Continued part -> inflate(part);
                case Inbound.Refused refused -> refuse(refused);
                case Inbound.Malformed malformed -> {
                    intake.onMalformed(malformed.reason());
                    answer();
                    end(call, Status.INVALID_ARGUMENT.withDescription("malformed batch: " + malformed.reason()));
                }
            }
        }

        @Override
        public void onHalfClose() {
            answer();
            end(call, Status.OK);
        }

        @Override
        public void onCancel() {
            open.remove(call);
            release();
        }

        @Override
        public void onComplete() {
            release();
        }

        /// Who does not read acknowledgements gets no more batches taken.
        @Override
        public void onReady() {
            if (owed > 0 && open.contains(call)) {
                call.request(owed);
                owed = 0;
            }
        }

        void send(PublishAck ack) {
            if (!open.contains(call)) {
                return;
            }
            call.sendMessage(ack);
            owed++;
            if (call.isReady()) {
                onReady();
            }
        }

        private void inflate(Inbound.Continued part) {
            Inbound inflated;
            try {
                ContinuedDecompressor known = frame;
                ContinuedDecompressor used = known == null ? new ContinuedDecompressor() : known;
                frame = used;
                inflated = batches.parse(part, used);
            } catch (IOException | LinkageError e) {
                // The sender goes on in another way: it is told that this one is not known here.
                intake.onMalformed("a continued frame can't be read: " + e.getMessage());
                answer();
                end(call, Status.UNIMPLEMENTED.withDescription("continued frame: " + e.getMessage()));
                return;
            }
            take(inflated);
        }

        private void release() {
            if (frame != null) {
                frame.close();
                frame = null;
            }
        }

        private void take(Inbound.Valid inbound) {
            try {
                intake.take(inbound);
            } catch (IOException e) {
                answer();
                end(call, Status.UNAVAILABLE.withDescription("batch could not be kept: " + e.getMessage()));
                return;
            }
            answerLater(
                    this,
                    ack(inbound.batch().getInstanceId(), inbound.batch().getSequence())
                            .build());
        }

        private void refuse(Inbound.Refused refused) {
            intake.onRefused(refused);
            Rejection why = Rejection.newBuilder()
                    .setReason(refused.reason())
                    .setMessage(refused.message())
                    .build();
            answerLater(
                    this,
                    ack(refused.instanceId(), refused.sequence())
                            .setRejection(why)
                            .build());
        }

        private static PublishAck.Builder ack(ByteString instanceId, long sequence) {
            return PublishAck.newBuilder().setInstanceId(instanceId).setSequence(sequence);
        }
    }
}
