package io.vedette.transport.endpoint;

import com.google.protobuf.ByteString;
import io.grpc.MethodDescriptor.Marshaller;
import io.vedette.transport.codec.BatchHeader;
import io.vedette.transport.compress.ContinuedDecompressor;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Reads batches off the wire. A message that is none is a value here, not an exception: the sender is told
/// what is wrong. Of one that is too large only the beginning is looked at.
final class IngestMethod implements Marshaller<Inbound> {

    /// Batches up to so many times the size of one that is taken are read past; larger ones end their stream.
    static final int READ_PAST = 4;

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
        try {
            return parse(stream.readNBytes(maxBatchBytes + 1));
        } catch (IOException e) {
            return new Inbound.Malformed("the message can't be read: " + e.getMessage());
        }
    }

    /// Reads what a part of a continued frame inflates to.
    ///
    /// @param frame of the stream
    /// @throws IOException the stream's frame can't be read any more
    Inbound parse(Inbound.Continued part, ContinuedDecompressor frame) throws IOException {
        Inbound inbound = parse(frame.next(part.bytes().newInput(), maxBatchBytes + 1, READ_PAST * maxBatchBytes));
        return inbound instanceof Inbound.Continued
                ? new Inbound.Malformed("a batch is continued within one that is")
                : inbound;
    }

    private Inbound parse(byte[] bytes) {
        if (bytes.length > maxBatchBytes) {
            String problem = "the batch is larger than " + maxBatchBytes + " bytes";
            return refused(bytes, Rejection.Reason.REASON_TOO_LARGE, problem);
        }
        try {
            EventBatch batch = EventBatch.parseFrom(bytes);
            if (!batch.getContinued().isEmpty()) {
                return new Inbound.Continued(batch.getContinued());
            }
            Inbound checked = BatchCheck.check(batch);
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
