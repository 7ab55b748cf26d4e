package io.vedette.transport.endpoint;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.vedette.v1.PublishAck;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// Answers the streams of all agents, on the endpoint's one thread: take a batch, acknowledge it, ask for the
/// next.
final class IngestCall implements ServerCallHandler<Inbound, PublishAck> {

    private final Intake intake;
    private final Set<ServerCall<Inbound, PublishAck>> open = new HashSet<>();

    IngestCall(Intake intake) {
        this.intake = intake;
    }

    @Override
    public Listener<Inbound> startCall(ServerCall<Inbound, PublishAck> call, Metadata headers) {
        intake.onStream();
        open.add(call);
        call.sendHeaders(new Metadata());
        call.request(1);
        return new Stream(call);
    }

    /// Ends all streams after what was acknowledged on them. Called on the endpoint's thread.
    void closeAll() {
        for (ServerCall<Inbound, PublishAck> call : Set.copyOf(open)) {
            end(call, Status.UNAVAILABLE.withDescription("endpoint is stopping"));
        }
    }

    private void end(ServerCall<Inbound, PublishAck> call, Status status) {
        if (open.remove(call)) {
            call.close(status, new Metadata());
        }
    }

    private final class Stream extends Listener<Inbound> {

        private final ServerCall<Inbound, PublishAck> call;

        Stream(ServerCall<Inbound, PublishAck> call) {
            this.call = call;
        }

        @Override
        public void onMessage(Inbound message) {
            if (!open.contains(call)) {
                return;
            }
            switch (message) {
                case Inbound.Valid valid -> take(valid);
                case Inbound.Malformed malformed -> {
                    intake.onMalformed();
                    end(call, Status.INVALID_ARGUMENT.withDescription("malformed batch: " + malformed.reason()));
                }
            }
        }

        @Override
        public void onHalfClose() {
            end(call, Status.OK);
        }

        @Override
        public void onCancel() {
            open.remove(call);
        }

        private void take(Inbound.Valid inbound) {
            try {
                intake.take(inbound);
            } catch (IOException e) {
                end(call, Status.UNAVAILABLE.withDescription("batch could not be kept: " + e.getMessage()));
                return;
            }
            ByteString instance = inbound.batch().getInstanceId();
            call.sendMessage(PublishAck.newBuilder()
                    .setInstanceId(instance)
                    .setSequence(inbound.batch().getSequence())
                    .build());
            call.request(1);
        }
    }
}
