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
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case INSTANCE_ID_TAG -> id = in.readByteArray();
                    case SEQUENCE_TAG -> sequence = in.readFixed64();
                    default -> in.skipField(tag);
                }
            }
            if (id.length != ID_BYTES) {
                return Ack.UNREADABLE;
            }
            ByteBuffer both = ByteBuffer.wrap(id);
            return new Ack(both.getLong(), both.getLong(), sequence);
        }
    }
}
