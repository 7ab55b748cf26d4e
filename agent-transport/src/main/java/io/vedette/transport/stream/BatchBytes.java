package io.vedette.transport.stream;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.agrona.DirectBuffer;

/// An encoded batch on its way into gRPC, which copies it before the call that hands it over returns. One
/// object serves all batches of a stream; the sender's thread owns it.
final class BatchBytes extends InputStream implements KnownLength, Drainable {

    private byte[] bytes = new byte[0];
    private int position;
    private int end;

    /// Lends a batch. Its buffer must lie in an array, or is copied into one.
    void wrap(DirectBuffer buffer, int offset, int length) {
        byte[] array = buffer.byteArray();
        if (array == null) {
            if (bytes.length < length) {
                bytes = new byte[length];
            }
            buffer.getBytes(offset, bytes, 0, length);
            position = 0;
        } else {
            bytes = array;
            position = buffer.wrapAdjustment() + offset;
        }
        end = position + length;
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
        int length = available();
        target.write(bytes, position, length);
        position = end;
        return length;
    }

    @Override
    public int available() {
        return end - position;
    }

    @Override
    public int read() {
        return position < end ? bytes[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int count = Math.min(length, available());
        if (count == 0) {
            return -1;
        }
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }
}
