package io.vedette.core.event;

import org.agrona.DirectBuffer;

/// View over an `EXEC` or `RUNNING` record; see [RecordLayout] and the rules of [RecordFlyweight].
///
/// Offsets of the tail's parts are positions in the buffer.
public final class ExecFlyweight extends RecordFlyweight {

    /// Bits of [#flags()].
    public static final int MEMFD = 1;

    public static final int DELETED = 1 << 1;

    /// The file has the bit and its owner is the effective user.
    public static final int SETUID = 1 << 2;

    public static final int SETGID = 1 << 3;

    /// The path names a script, the binary is its interpreter.
    public static final int SCRIPT = 1 << 4;

    /// The file's capabilities gave some.
    public static final int FILE_CAPABILITIES = 1 << 5;

    private final ProcessFlyweight process = new ProcessFlyweight();

    @Override
    public ExecFlyweight wrap(DirectBuffer buffer, int offset) {
        super.wrap(buffer, offset);
        process.wrap(buffer, offset + RecordLayout.EXEC_PROCESS);
        return this;
    }

    @Override
    public boolean isValid(int length) {
        if (length < RecordLayout.EXEC_LENGTH || !super.isValid(length)) {
            return false;
        }
        int args = argsLength();
        long tail = (long) binaryLength() + pathLength() + cwdLength() + environmentLength() + args;
        return args >= 0 && RecordLayout.EXEC_LENGTH + tail == length;
    }

    /// The process, valid as long as this view stays on the record.
    public ProcessFlyweight process() {
        return process;
    }

    /// Start of the process that wrote the executable last; 0 when that is not known.
    public long writerStartBootTimeNs() {
        return longAt(RecordLayout.EXEC_WRITER + RecordLayout.WRITER_START_BOOT_TIME_NS);
    }

    public int writerTgid() {
        return intAt(RecordLayout.EXEC_WRITER + RecordLayout.WRITER_TGID);
    }

    /// When it did.
    public long writtenBootTimeNs() {
        return longAt(RecordLayout.EXEC_WRITER + RecordLayout.WRITER_BOOT_TIME_NS);
    }

    public int flags() {
        return intAt(RecordLayout.EXEC_FLAGS);
    }

    /// Host tid of the thread that called exec: the process's tid from then on is its tgid.
    public int oldTid() {
        return intAt(RecordLayout.EXEC_OLD_TID);
    }

    /// Bytes of all args; more than [#argsLength()] when they were cut.
    public int argsTotal() {
        return intAt(RecordLayout.EXEC_ARGS_TOTAL);
    }

    /// The executable's path, from the root of the process.
    public int binaryOffset() {
        return offset + RecordLayout.EXEC_LENGTH;
    }

    public int binaryLength() {
        return shortAt(RecordLayout.EXEC_BINARY_LEN);
    }

    /// The path as the caller gave it.
    public int pathOffset() {
        return binaryOffset() + binaryLength();
    }

    public int pathLength() {
        return shortAt(RecordLayout.EXEC_PATH_LEN);
    }

    public int cwdOffset() {
        return pathOffset() + pathLength();
    }

    public int cwdLength() {
        return shortAt(RecordLayout.EXEC_CWD_LEN);
    }

    /// Variables of the environment that change what is loaded, as `NAME=VALUE`, each followed by a NUL.
    public int environmentOffset() {
        return cwdOffset() + cwdLength();
    }

    public int environmentLength() {
        return shortAt(RecordLayout.EXEC_ENVIRONMENT_LEN);
    }

    /// Each arg is followed by a NUL, but for the last one when they were cut.
    public int argsOffset() {
        return environmentOffset() + environmentLength();
    }

    public int argsLength() {
        return intAt(RecordLayout.EXEC_ARGS_LEN);
    }
}
