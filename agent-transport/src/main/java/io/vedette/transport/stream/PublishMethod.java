package io.vedette.transport.stream;

import com.google.protobuf.CodedInputStream;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// `EventIngest.Publish` as the sender sees it: batches are bytes and stay bytes.
final class PublishMethod {

    static final MethodDescriptor<BatchBytes, Ack> PUBLISH = MethodDescriptor.<BatchBytes, Ack>newBuilder()
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName("vedette.v1.EventIngest/Publish")
            .setRequestMarshaller(new Batches())
            .setResponseMarshaller(new Acks())
            .build();

    private static final int INSTANCE_ID_TAG = 1 << 3 | 2;
    private static final int SEQUENCE_TAG = 2 << 3 | 1;
    private static final int REJECTION_TAG = 3 << 3 | 2;
    private static final int REASON_TAG = 1 << 3;
    private static final int MESSAGE_TAG = 2 << 3 | 2;
    private static final int MALFORMED = 1;
    private static final int TOO_LARGE = 2;
    private static final int ID_BYTES = 16;

    private PublishMethod() {}

    private static final class Batches implements Marshaller<BatchBytes> {

        @Override
        public InputStream stream(BatchBytes value) {
            return value;
        }

        @Override
        public BatchBytes parse(InputStream stream) {
            throw new UnsupportedOperationException("a sender receives no batches");
        }
    }

    private static final class Acks implements Marshaller<Ack> {

        @Override
        public InputStream stream(Ack value) {
            throw new UnsupportedOperationException("a sender sends no acknowledgements");
        }

        @Override
        public Ack parse(InputStream stream) {
            try {
                return read(CodedInputStream.newInstance(stream));
            } catch (IOException e) {
                return Ack.UNREADABLE;
            }
        }

        private static Ack read(CodedInputStream in) throws IOException {
            byte[] id = {};
            long sequence = 0;
            String rejection = "";
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case INSTANCE_ID_TAG -> id = in.readByteArray();
                    case SEQUENCE_TAG -> sequence = in.readFixed64();
                    case REJECTION_TAG -> rejection = rejection(in);
                    default -> in.skipField(tag);
                }
            }
            if (id.length != ID_BYTES) {
                return Ack.UNREADABLE;
            }
            ByteBuffer both = ByteBuffer.wrap(id);
            return new Ack(both.getLong(), both.getLong(), sequence, rejection);
        }

        private static String rejection(CodedInputStream in) throws IOException {
            int outer = in.pushLimit(in.readRawVarint32());
            int reason = 0;
            String message = "";
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case REASON_TAG -> reason = in.readEnum();
                    case MESSAGE_TAG -> message = Failure.oneLine(in.readString());
                    default -> in.skipField(tag);
                }
            }
            in.popLimit(outer);
            String word = switch (reason) {
                case MALFORMED -> "malformed";
                case TOO_LARGE -> "too large";
                default -> "reason " + reason;
            };
            return message.isEmpty() ? word : word + ", " + message;
        }
    }
}
