package io.vedette.transport.endpoint;

import com.google.protobuf.CodedInputStream;
import io.grpc.MethodDescriptor.Marshaller;
import io.vedette.v1.EventBatch;
import java.io.IOException;
import java.io.InputStream;

/// Reads batches off the wire. A message that is none is a value here, not an exception: the sender is told
/// what is wrong.
final class IngestMethod implements Marshaller<Inbound> {

    @Override
    public InputStream stream(Inbound value) {
        throw new UnsupportedOperationException("an endpoint sends no batches");
    }

    @Override
    public Inbound parse(InputStream stream) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(stream);
            EventBatch batch = EventBatch.parseFrom(in);
            return BatchCheck.check(batch);
        } catch (IOException e) {
            return new Inbound.Malformed("not an EventBatch: " + e.getMessage());
        }
    }
}
