package io.vedette.core.pipeline;

import io.vedette.transport.spool.Spool;
import io.vedette.transport.spool.SpoolReader;
import org.agrona.DirectBuffer;

/// A spool that only counts what it is given, and answers as the test likes.
class CountingSpool implements Spool {

    long batches;
    long bytes;

    @Override
    public long append(DirectBuffer batch, int offset, int length) {
        bytes += length;
        return batches++;
    }

    @Override
    public boolean read(SpoolReader reader) {
        return false;
    }

    @Override
    public void rewind() {}

    @Override
    public void ack(long position) {}

    @Override
    public long waitingBatches() {
        return 0;
    }

    @Override
    public long waitingBytes() {
        return 0;
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public void close() {}
}
