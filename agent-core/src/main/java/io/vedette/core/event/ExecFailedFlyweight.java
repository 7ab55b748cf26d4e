package io.vedette.core.event;

import org.agrona.DirectBuffer;

/// View over an `EXEC_FAILED` record; see [RecordLayout] and the rules of [RecordFlyweight].
///
/// Offsets of the tail's parts are positions in the buffer.
public final class ExecFailedFlyweight extends RecordFlyweight {

    @Override
    public ExecFailedFlyweight wrap(DirectBuffer buffer, int offset) {
        super.wrap(buffer, offset);
        return this;
    }

    @Override
    public boolean isValid(int length) {
        if (length < RecordLayout.EXEC_FAILED_LENGTH || !super.isValid(length)) {
            return false;
        }
        int args = argsLength();
        return args >= 0 && RecordLayout.EXEC_FAILED_LENGTH + (long) pathLength() + args == length;
    }

    /// The errno, positive.
    public int error() {
        return intAt(RecordLayout.EXEC_FAILED_ERROR);
    }

    /// Bytes of all args; more than [#argsLength()] when they were cut.
    public int argsTotal() {
        return intAt(RecordLayout.EXEC_FAILED_ARGS_TOTAL);
    }

    /// The path as the caller gave it.
    public int pathOffset() {
        return offset + RecordLayout.EXEC_FAILED_LENGTH;
    }

    public int pathLength() {
        return shortAt(RecordLayout.EXEC_FAILED_PATH_LEN);
    }

    /// Each arg is followed by a NUL, but for the last one when they were cut.
    public int argsOffset() {
        return pathOffset() + pathLength();
    }

    public int argsLength() {
        return intAt(RecordLayout.EXEC_FAILED_ARGS_LEN);
    }
}
