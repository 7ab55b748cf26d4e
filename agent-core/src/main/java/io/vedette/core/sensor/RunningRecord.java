package io.vedette.core.sensor;

import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordLayout;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// A `RUNNING` record that is put together in user space, one after the other in the same bytes.
///
/// Parts of the tail are appended in their order: binary, cwd, args. One thread uses it.
final class RunningRecord {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int CAPACITY = RecordLayout.EXEC_LENGTH + 3 * RecordLayout.PATH_MAX + RecordLayout.ARGS_MAX;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[CAPACITY]);
    private int length;

    DirectBuffer buffer() {
        return buffer;
    }

    int length() {
        return length;
    }

    /// Begins with nothing known.
    void clear() {
        buffer.setMemory(0, RecordLayout.EXEC_LENGTH, (byte) 0);
        buffer.putShort(RecordLayout.KIND, (short) Kinds.RUNNING, ORDER);
        buffer.putShort(RecordLayout.ABI_OFFSET, (short) RecordLayout.ABI, ORDER);
        setLength(RecordLayout.EXEC_LENGTH);
    }

    /// Begins with a valid record that has no args.
    void copy(DirectBuffer from, int offset, int size) {
        buffer.putBytes(0, from, offset, size);
        setLength(size);
    }

    /// @param kind one that has the same form
    void putKind(int kind) {
        buffer.putShort(RecordLayout.KIND, (short) kind, ORDER);
    }

    void putInt(int field, int value) {
        buffer.putInt(field, value, ORDER);
    }

    void putLong(int field, long value) {
        buffer.putLong(field, value, ORDER);
    }

    void putComm(byte[] name) {
        int at = RecordLayout.EXEC_PROCESS + RecordLayout.PROCESS_COMM;
        buffer.putBytes(at, name, 0, Math.min(name.length, RecordLayout.COMM_LENGTH - 1));
    }

    /// Adds bits of [IncompleteBits].
    void addIncomplete(int bits) {
        putInt(RecordLayout.INCOMPLETE, buffer.getInt(RecordLayout.INCOMPLETE, ORDER) | bits);
    }

    /// Appends a path.
    ///
    /// @param lengthField where the length of this path is kept
    /// @param cut the bit for a path that is too long; its beginning is left out then
    void appendPath(byte[] path, int lengthField, int cut) {
        int kept = Math.min(path.length, RecordLayout.PATH_MAX);
        if (kept < path.length) {
            addIncomplete(cut);
        }
        buffer.putBytes(length, path, path.length - kept, kept);
        buffer.putShort(lengthField, (short) kept, ORDER);
        setLength(length + kept);
    }

    /// Appends the args, each followed by a NUL.
    ///
    /// @param total bytes of all args, more than `args` when they were cut
    void appendArgs(byte[] args, int total) {
        int incomplete = buffer.getInt(RecordLayout.INCOMPLETE, ORDER) & ~IncompleteBits.ARGS_UNKNOWN;
        putInt(RecordLayout.INCOMPLETE, incomplete | IncompleteBits.FROM_PROCFS);
        if (total > args.length) {
            addIncomplete(IncompleteBits.ARGS_CUT);
        }
        buffer.putBytes(length, args);
        putInt(RecordLayout.EXEC_ARGS_LEN, args.length);
        putInt(RecordLayout.EXEC_ARGS_TOTAL, total);
        setLength(length + args.length);
    }

    private void setLength(int length) {
        this.length = length;
        putInt(RecordLayout.SIZE, length);
    }
}
