package io.vedette.core.pipeline;

import io.vedette.transport.spool.Spool;
import io.vedette.transport.spool.SpoolReader;
import org.agrona.DirectBuffer;

/// Takes every batch and keeps none, so that what comes before a spool can be measured alone.
final class ForgetfulSpool implements Spool {

    private long position;

    @Override
    public long append(DirectBuffer batch, int offset, int length) {
        return position++;
    }

    @Override
    public boolean read(SpoolReader reader) {
        return false;
    }

    @Override
    public void rewind() {}

    @Override
    public void ack(long acknowledged) {}

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
        return true;
    }

    @Override
    public void close() {}
}
