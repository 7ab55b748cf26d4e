package io.vedette.core.pipeline;

import static io.vedette.core.event.RecordLayout.*;
import static io.vedette.core.event.SecurityLayout.*;

import com.google.protobuf.ByteString;
import io.vedette.core.event.Kinds;
import io.vedette.core.pipeline.Facts.ExecFact;
import io.vedette.core.pipeline.Facts.ExecFailedFact;
import io.vedette.core.pipeline.Facts.ExitFact;
import io.vedette.core.pipeline.Facts.Fact;
import io.vedette.core.pipeline.Facts.ForkFact;
import io.vedette.core.pipeline.Facts.Ids;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/// Writes records with the layout that sensors use.
public final class RecordBytes {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private RecordBytes() {}

    /// @return a buffer that is as long as the record
    public static UnsafeBuffer of(Fact fact) {
        return switch (fact) {
            case ExecFact exec -> exec(exec);
            case ExecFailedFact failed -> execFailed(failed);
            case ForkFact fork -> fork(fork);
            case ExitFact exit -> exit(exit);
        };
    }

    public static UnsafeBuffer cgroup(long cgroupId, String path) {
        ByteString bytes = ByteString.copyFrom(path, StandardCharsets.ISO_8859_1);
        UnsafeBuffer buffer = sized(CGROUP_LENGTH + bytes.size(), Kinds.CGROUP);
        buffer.putLong(CGROUP_ID, cgroupId, ORDER);
        buffer.putShort(CGROUP_PATH_LEN, (short) bytes.size(), ORDER);
        tail(buffer, CGROUP_LENGTH, bytes);
        return buffer;
    }

    /// All four user ids and all four group ids are the same.
    public static UnsafeBuffer credentials(int kind, Facts.Life life, long bootTimeNs, int uid, int gid, long caps) {
        UnsafeBuffer buffer = sized(CREDENTIALS_LENGTH, kind);
        header(buffer, new ExitFact(life, bootTimeNs, life.tgid(), 0, 0));
        buffer.putLong(CREDENTIALS_CAP_EFFECTIVE, caps, ORDER);
        buffer.putLong(CREDENTIALS_CAP_PERMITTED, caps, ORDER);
        for (int i = 0; i < 4; i++) {
            buffer.putInt(CREDENTIALS_UID + 4 * i, uid, ORDER);
            buffer.putInt(CREDENTIALS_GID + 4 * i, gid, ORDER);
        }
        return buffer;
    }

    private static UnsafeBuffer exec(ExecFact exec) {
        int length = EXEC_LENGTH
                + exec.binary().size()
                + exec.path().size()
                + exec.cwd().size()
                + exec.args().size();
        UnsafeBuffer buffer = sized(length, exec.kind());
        header(buffer, exec);
        ids(buffer, EXEC_PROCESS, exec.ids());
        buffer.putInt(EXEC_FLAGS, exec.flags(), ORDER);
        buffer.putInt(EXEC_OLD_TID, exec.oldTid(), ORDER);
        buffer.putInt(EXEC_ARGS_TOTAL, exec.argsTotal(), ORDER);
        buffer.putInt(EXEC_ARGS_LEN, exec.args().size(), ORDER);
        buffer.putShort(EXEC_BINARY_LEN, (short) exec.binary().size(), ORDER);
        buffer.putShort(EXEC_PATH_LEN, (short) exec.path().size(), ORDER);
        buffer.putShort(EXEC_CWD_LEN, (short) exec.cwd().size(), ORDER);
        tail(buffer, EXEC_LENGTH, exec.binary(), exec.path(), exec.cwd(), exec.args());
        return buffer;
    }

    private static UnsafeBuffer execFailed(ExecFailedFact failed) {
        int length = EXEC_FAILED_LENGTH + failed.path().size() + failed.args().size();
        UnsafeBuffer buffer = sized(length, Kinds.EXEC_FAILED);
        header(buffer, failed);
        buffer.putInt(EXEC_FAILED_ERROR, failed.error(), ORDER);
        buffer.putInt(EXEC_FAILED_ARGS_TOTAL, failed.argsTotal(), ORDER);
        buffer.putInt(EXEC_FAILED_ARGS_LEN, failed.args().size(), ORDER);
        buffer.putShort(EXEC_FAILED_PATH_LEN, (short) failed.path().size(), ORDER);
        tail(buffer, EXEC_FAILED_LENGTH, failed.path(), failed.args());
        return buffer;
    }

    private static UnsafeBuffer fork(ForkFact fork) {
        UnsafeBuffer buffer = sized(FORK_LENGTH, Kinds.FORK);
        header(buffer, fork);
        ids(buffer, FORK_CHILD, fork.childIds());
        buffer.putLong(FORK_CHILD_START_BOOT_TIME_NS, fork.child().start(), ORDER);
        buffer.putLong(FORK_CHILD_CGROUP_ID, fork.child().cgroupId(), ORDER);
        buffer.putLong(FORK_CLONE_FLAGS, fork.cloneFlags(), ORDER);
        buffer.putInt(FORK_CHILD_TGID, fork.child().tgid(), ORDER);
        buffer.putInt(FORK_CHILD_MNT_NS, fork.child().mntNs(), ORDER);
        buffer.putInt(FORK_CHILD_PID_NS, fork.child().pidNs(), ORDER);
        return buffer;
    }

    private static UnsafeBuffer exit(ExitFact exit) {
        UnsafeBuffer buffer = sized(EXIT_LENGTH, Kinds.EXIT);
        header(buffer, exit);
        buffer.putInt(EXIT_STATUS, exit.status(), ORDER);
        return buffer;
    }

    private static UnsafeBuffer sized(int length, int kind) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[length]);
        buffer.putInt(SIZE, length, ORDER);
        buffer.putShort(KIND, (short) kind, ORDER);
        buffer.putShort(ABI_OFFSET, (short) ABI, ORDER);
        return buffer;
    }

    private static void header(UnsafeBuffer buffer, Fact fact) {
        buffer.putLong(BOOT_TIME_NS, fact.bootTimeNs(), ORDER);
        buffer.putLong(CGROUP_ID, fact.life().cgroupId(), ORDER);
        buffer.putLong(START_BOOT_TIME_NS, fact.life().start(), ORDER);
        buffer.putLong(PARENT_START_BOOT_TIME_NS, fact.life().parentStart(), ORDER);
        buffer.putInt(TGID, fact.life().tgid(), ORDER);
        buffer.putInt(TID, fact.tid(), ORDER);
        buffer.putInt(PARENT_TGID, fact.life().parentTgid(), ORDER);
        buffer.putInt(MNT_NS, fact.life().mntNs(), ORDER);
        buffer.putInt(PID_NS, fact.life().pidNs(), ORDER);
        buffer.putInt(INCOMPLETE, fact.incomplete(), ORDER);
    }

    private static void ids(UnsafeBuffer buffer, int at, Ids ids) {
        buffer.putLong(at + PROCESS_CAP_EFFECTIVE, ids.capEffective(), ORDER);
        buffer.putLong(at + PROCESS_INODE, ids.inode(), ORDER);
        buffer.putInt(at + PROCESS_DEVICE, ids.device(), ORDER);
        buffer.putInt(at + PROCESS_PID, ids.pid(), ORDER);
        buffer.putInt(at + PROCESS_SESSION, ids.session(), ORDER);
        buffer.putInt(at + PROCESS_PROCESS_GROUP, ids.processGroup(), ORDER);
        buffer.putInt(at + PROCESS_UID, ids.uid(), ORDER);
        buffer.putInt(at + PROCESS_GID, ids.gid(), ORDER);
        buffer.putInt(at + PROCESS_EUID, ids.euid(), ORDER);
        buffer.putInt(at + PROCESS_EGID, ids.egid(), ORDER);
        buffer.putInt(at + PROCESS_SUID, ids.suid(), ORDER);
        buffer.putInt(at + PROCESS_SGID, ids.sgid(), ORDER);
        buffer.putInt(at + PROCESS_AUID, ids.auid(), ORDER);
        buffer.putInt(at + PROCESS_NET_NS, ids.netNs(), ORDER);
        buffer.putInt(at + PROCESS_IPC_NS, ids.ipcNs(), ORDER);
        buffer.putInt(at + PROCESS_UTS_NS, ids.utsNs(), ORDER);
        buffer.putInt(at + PROCESS_USER_NS, ids.userNs(), ORDER);
        buffer.putInt(at + PROCESS_CGROUP_NS, ids.cgroupNs(), ORDER);
        buffer.putInt(at + PROCESS_TIME_NS, ids.timeNs(), ORDER);
        tail(buffer, at + PROCESS_COMM, ids.comm());
    }

    private static void tail(UnsafeBuffer buffer, int offset, ByteString... parts) {
        int at = offset;
        for (ByteString part : parts) {
            buffer.putBytes(at, part.toByteArray());
            at += part.size();
        }
    }
}
