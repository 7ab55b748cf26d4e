package io.vedette.core.event;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// View over what a record tells of a process beyond the header; see [RecordLayout].
///
/// The rules of [RecordFlyweight] hold: one thread, no bytes kept, only over a record that was found valid.
public final class ProcessFlyweight {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final DirectBuffer NOTHING = new UnsafeBuffer(new byte[0]);

    private DirectBuffer buffer = NOTHING;
    private int offset;

    /// Looks at the process that starts at `offset` of `buffer`.
    public ProcessFlyweight wrap(DirectBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    public long capEffective() {
        return buffer.getLong(offset + RecordLayout.PROCESS_CAP_EFFECTIVE, ORDER);
    }

    /// Of the executable.
    public long inode() {
        return buffer.getLong(offset + RecordLayout.PROCESS_INODE, ORDER);
    }

    /// Of the executable: major << 20 | minor.
    public int device() {
        return intAt(RecordLayout.PROCESS_DEVICE);
    }

    /// In its own pid namespace.
    public int pid() {
        return intAt(RecordLayout.PROCESS_PID);
    }

    /// Host pid of the session's leader.
    public int session() {
        return intAt(RecordLayout.PROCESS_SESSION);
    }

    /// Host pid of the process group's leader.
    public int processGroup() {
        return intAt(RecordLayout.PROCESS_PROCESS_GROUP);
    }

    public int uid() {
        return intAt(RecordLayout.PROCESS_UID);
    }

    public int gid() {
        return intAt(RecordLayout.PROCESS_GID);
    }

    public int euid() {
        return intAt(RecordLayout.PROCESS_EUID);
    }

    public int egid() {
        return intAt(RecordLayout.PROCESS_EGID);
    }

    public int suid() {
        return intAt(RecordLayout.PROCESS_SUID);
    }

    public int sgid() {
        return intAt(RecordLayout.PROCESS_SGID);
    }

    /// Login uid; -1 when it was never set.
    public int auid() {
        return intAt(RecordLayout.PROCESS_AUID);
    }

    public int netNs() {
        return intAt(RecordLayout.PROCESS_NET_NS);
    }

    public int ipcNs() {
        return intAt(RecordLayout.PROCESS_IPC_NS);
    }

    public int utsNs() {
        return intAt(RecordLayout.PROCESS_UTS_NS);
    }

    public int userNs() {
        return intAt(RecordLayout.PROCESS_USER_NS);
    }

    public int cgroupNs() {
        return intAt(RecordLayout.PROCESS_CGROUP_NS);
    }

    public int timeNs() {
        return intAt(RecordLayout.PROCESS_TIME_NS);
    }

    /// Of the executable: a number of `vedette.v1.Layer`.
    public int layer() {
        return intAt(RecordLayout.PROCESS_LAYER);
    }

    /// Of the executable, in bytes.
    public long size() {
        return buffer.getLong(offset + RecordLayout.PROCESS_SIZE, ORDER);
    }

    /// Of the executable: its ctime on the wall clock; 0 when not known.
    public long changeTimeNs() {
        return buffer.getLong(offset + RecordLayout.PROCESS_CHANGE_TIME_NS, ORDER);
    }

    /// Where the name starts in the buffer.
    public int commOffset() {
        return offset + RecordLayout.PROCESS_COMM;
    }

    /// Bytes of the name, without its padding; at most 16.
    public int commLength() {
        int start = commOffset();
        int length = 0;
        while (length < RecordLayout.COMM_LENGTH && buffer.getByte(start + length) != 0) {
            length++;
        }
        return length;
    }

    private int intAt(int field) {
        return buffer.getInt(offset + field, ORDER);
    }
}
