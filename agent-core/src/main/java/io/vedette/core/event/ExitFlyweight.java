package io.vedette.core.event;

import org.agrona.DirectBuffer;

/// View over an `EXIT` record; see [RecordLayout] and the rules of [RecordFlyweight].
public final class ExitFlyweight extends RecordFlyweight {

    @Override
    public ExitFlyweight wrap(DirectBuffer buffer, int offset) {
        super.wrap(buffer, offset);
        return this;
    }

    @Override
    public boolean isValid(int length) {
        return length == RecordLayout.EXIT_LENGTH && super.isValid(length);
    }

    /// As wait(2) gives it.
    public int status() {
        return intAt(RecordLayout.EXIT_STATUS);
    }

    /// What the process gave to exit, 0 when a signal ended it.
    public int code() {
        return status() >> 8 & 0xFF;
    }

    /// The signal that ended the process, or 0.
    public int signal() {
        return status() & 0x7F;
    }

    public boolean coreDumped() {
        return (status() & 0x80) != 0;
    }
}
