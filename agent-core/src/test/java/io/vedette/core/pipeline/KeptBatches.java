package io.vedette.core.pipeline;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vedette.v1.EventBatch;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/// A spool that keeps every batch and has each one parsed by the generated classes.
final class KeptBatches extends CountingSpool {

    private final List<EventBatch> parsed = new ArrayList<>();
    private int largest;

    List<EventBatch> batches() {
        return parsed;
    }

    int largestBytes() {
        return largest;
    }

    @Override
    public long append(DirectBuffer batch, int offset, int length) {
        super.append(batch, offset, length);
        byte[] bytes = new byte[length];
        batch.getBytes(offset, bytes);
        largest = Math.max(largest, length);
        try {
            parsed.add(EventBatch.parseFrom(bytes));
        } catch (InvalidProtocolBufferException damaged) {
            throw new AssertionError("batch " + parsed.size() + " of " + length + " bytes can't be parsed", damaged);
        }
        return parsed.size();
    }
}
