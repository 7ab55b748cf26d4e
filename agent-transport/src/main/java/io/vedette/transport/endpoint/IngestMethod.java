package io.vedette.transport.endpoint;

import com.google.protobuf.ByteString;
import io.grpc.MethodDescriptor.Marshaller;
import io.vedette.transport.codec.BatchHeader;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Reads batches off the wire. A message that is none is a value here, not an exception: the sender is told
/// what is wrong. Of one that is too large only the beginning is looked at.
final class IngestMethod implements Marshaller<Inbound> {

    private static final int ID_BYTES = 16;

    private final int maxBatchBytes;

    IngestMethod(int maxBatchBytes) {
        this.maxBatchBytes = maxBatchBytes;
    }

    @Override
    public InputStream stream(Inbound value) {
        throw new UnsupportedOperationException("an endpoint sends no batches");
    }

    @Override
    public Inbound parse(InputStream stream) {
        byte[] bytes = new byte[0];
        try {
            bytes = stream.readNBytes(maxBatchBytes + 1);
            if (bytes.length > maxBatchBytes) {
                String problem = "the batch is larger than " + maxBatchBytes + " bytes";
                return refused(bytes, Rejection.Reason.REASON_TOO_LARGE, problem);
            }
            Inbound checked = BatchCheck.check(EventBatch.parseFrom(bytes));
            return checked instanceof Inbound.Malformed malformed
                    ? refused(bytes, Rejection.Reason.REASON_MALFORMED, malformed.reason())
                    : checked;
        } catch (IOException e) {
            return refused(bytes, Rejection.Reason.REASON_MALFORMED, "not an EventBatch: " + e.getMessage());
        }
    }

    /// If the beginning says whose it is, its sender can be told of this one batch.
    private static Inbound refused(byte[] bytes, Rejection.Reason reason, String problem) {
        BatchHeader header = new BatchHeader();
        if (!header.read(new UnsafeBuffer(bytes), 0, bytes.length) || header.sequence() <= 0) {
            return new Inbound.Malformed(problem);
        }
        ByteBuffer id = ByteBuffer.allocate(ID_BYTES)
                .putLong(header.instanceHigh())
                .putLong(header.instanceLow())
                .flip();
        return new Inbound.Refused(ByteString.copyFrom(id), header.sequence(), reason, problem);
    }
}
