package io.vedette.core.sensor;

import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.ffi.Libc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.agrona.concurrent.UnsafeBuffer;

/// Builds `RUNNING` records from procfs alone, where the kernel's own list can't be had.
///
/// What procfs does not tell, or not to this user, stays 0 and is marked. Start times have steps of 10 ms,
/// ids are those of procfs's pid namespace. One thread uses it.
public final class ProcfsSnapshot {

    private static final byte[] DELETED = " (deleted)".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MEMFD = "/memfd:".getBytes(StandardCharsets.US_ASCII);
    private static final int PROCESS = RecordLayout.EXEC_PROCESS;
    private static final int UNSET_AUID = -1;

    private static final Cgroups UNKNOWN_CGROUP = (directory, handler) -> 0;

    /// Says in which cgroup a process is.
    @FunctionalInterface
    interface Cgroups {

        /// @param directory of the process
        /// @param handler takes the cgroup's path, as a record, unless it was told before
        /// @return 0 when it is not known
        long idOf(Path directory, RecordHandler handler);
    }

    private final Libc libc;
    private final Path procfs;
    private final Cgroups cgroups;
    private final IntPredicate own;
    private final RunningRecord record = new RunningRecord();
    private final ExecFlyweight view = new ExecFlyweight();
    private final ProcfsArgs args;
    private final UnsafeBuffer target = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * RecordLayout.PATH_MAX));

    /// Leaves nobody out, and says of nobody in which cgroup it is.
    public ProcfsSnapshot(Libc libc, Path procfs) {
        this(libc, procfs, UNKNOWN_CGROUP, pid -> false);
    }

    /// @param own pids that are left out
    ProcfsSnapshot(Libc libc, Path procfs, Cgroups cgroups, IntPredicate own) {
        this.libc = libc;
        this.procfs = procfs;
        this.cgroups = cgroups;
        this.own = own;
        this.args = new ProcfsArgs(procfs);
    }

    /// Hands over one record for each process.
    ///
    /// @return how many there were
    int read(RecordHandler handler) {
        int count = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(procfs, "[1-9]*")) {
            for (Path directory : processes) {
                if (tell(directory, Kinds.RUNNING, handler)) {
                    count++;
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return count;
        }
        return count;
    }

    /// Hands over the record of one process.
    ///
    /// @return false when there is no such process (any more)
    public boolean read(int pid, RecordHandler handler) {
        return tell(procfs.resolve(Integer.toString(pid)), Kinds.RUNNING, handler);
    }

    /// Hands over a record of one process, and its cgroup's before it.
    ///
    /// @param kind of the record: `RUNNING` or `EXEC`, which have the same form
    /// @return false when there is no such process (any more)
    boolean tell(Path directory, int kind, RecordHandler handler) {
        int pid = Integer.parseInt(directory.getFileName().toString());
        if (own.test(pid) || !build(directory, pid)) {
            return false;
        }
        record.putLong(RecordLayout.CGROUP_ID, cgroups.idOf(directory, handler));
        record.putKind(kind);
        handler.onRecord(record.buffer(), 0, record.length());
        return true;
    }

    /// The process that was told last; lent until the next one.
    ExecFlyweight last() {
        return view.wrap(record.buffer(), 0);
    }

    private boolean build(Path directory, int pid) {
        Optional<ProcfsStat> found =
                ProcfsStat.read(directory).filter(stat -> !stat.isKernelThread() && !stat.isZombie());
        if (found.isEmpty()) {
            return false;
        }
        record.clear();
        record.addIncomplete(IncompleteBits.FROM_PROCFS | IncompleteBits.ARGS_UNKNOWN);
        putStat(found.get(), pid);
        putStatus(directory);
        putNamespaces(directory);
        putBinary(directory);
        putCwd(directory);
        args.addTo(record, view.wrap(record.buffer(), 0));
        return true;
    }

    private void putStat(ProcfsStat stat, int pid) {
        record.putInt(RecordLayout.TGID, pid);
        record.putInt(RecordLayout.TID, pid);
        record.putInt(RecordLayout.EXEC_OLD_TID, pid);
        record.putLong(RecordLayout.START_BOOT_TIME_NS, stat.startBootTimeNs());
        record.putInt(RecordLayout.PARENT_TGID, stat.parent());
        ProcfsStat.read(procfs.resolve(Integer.toString(stat.parent())))
                .ifPresent(parent -> record.putLong(RecordLayout.PARENT_START_BOOT_TIME_NS, parent.startBootTimeNs()));
        record.putInt(PROCESS + RecordLayout.PROCESS_PID, pid);
        record.putInt(PROCESS + RecordLayout.PROCESS_SESSION, stat.session());
        record.putInt(PROCESS + RecordLayout.PROCESS_PROCESS_GROUP, stat.processGroup());
        record.putComm(stat.comm().getBytes(StandardCharsets.ISO_8859_1));
    }

    private void putStatus(Path directory) {
        record.putInt(PROCESS + RecordLayout.PROCESS_AUID, loginUid(directory));
        Optional<ProcfsStatus> found = ProcfsStatus.read(directory);
        if (found.isEmpty()) {
            record.addIncomplete(IncompleteBits.IDS_UNKNOWN);
            return;
        }
        ProcfsStatus status = found.get();
        record.putInt(PROCESS + RecordLayout.PROCESS_PID, status.pid());
        record.putInt(PROCESS + RecordLayout.PROCESS_UID, status.uids().real());
        record.putInt(PROCESS + RecordLayout.PROCESS_EUID, status.uids().effective());
        record.putInt(PROCESS + RecordLayout.PROCESS_SUID, status.uids().saved());
        record.putInt(PROCESS + RecordLayout.PROCESS_GID, status.gids().real());
        record.putInt(PROCESS + RecordLayout.PROCESS_EGID, status.gids().effective());
        record.putInt(PROCESS + RecordLayout.PROCESS_SGID, status.gids().saved());
        record.putLong(PROCESS + RecordLayout.PROCESS_CAP_EFFECTIVE, status.capEffective());
    }

    private static int loginUid(Path directory) {
        try {
            String text = Files.readString(directory.resolve("loginuid"), StandardCharsets.ISO_8859_1);
            return Integer.parseUnsignedInt(text.strip());
        } catch (IOException | NumberFormatException withoutAudit) {
            return UNSET_AUID;
        }
    }

    private void putNamespaces(Path directory) {
        record.putInt(RecordLayout.MNT_NS, namespace(directory, "mnt"));
        record.putInt(RecordLayout.PID_NS, namespace(directory, "pid"));
        record.putInt(PROCESS + RecordLayout.PROCESS_NET_NS, namespace(directory, "net"));
        record.putInt(PROCESS + RecordLayout.PROCESS_IPC_NS, namespace(directory, "ipc"));
        record.putInt(PROCESS + RecordLayout.PROCESS_UTS_NS, namespace(directory, "uts"));
        record.putInt(PROCESS + RecordLayout.PROCESS_USER_NS, namespace(directory, "user"));
        record.putInt(PROCESS + RecordLayout.PROCESS_CGROUP_NS, namespace(directory, "cgroup"));
        record.putInt(PROCESS + RecordLayout.PROCESS_TIME_NS, namespace(directory, "time"));
    }

    /// The link looks like `mnt:[4026531841]`.
    private int namespace(Path directory, String kind) {
        String link = new String(link(directory.resolve("ns").resolve(kind)), StandardCharsets.ISO_8859_1);
        try {
            return Integer.parseUnsignedInt(link, link.indexOf('[') + 1, link.length() - 1, 10);
        } catch (NumberFormatException | IndexOutOfBoundsException notReadable) {
            record.addIncomplete(IncompleteBits.IDS_UNKNOWN);
            return 0;
        }
    }

    private void putBinary(Path directory) {
        byte[] binary = link(directory.resolve("exe"));
        int flags = 0;
        if (endsWith(binary, DELETED)) {
            binary = Arrays.copyOf(binary, binary.length - DELETED.length);
            flags = ExecFlyweight.DELETED;
        }
        if (flags != 0 && startsWith(binary, MEMFD)) {
            binary = Arrays.copyOfRange(binary, 1, binary.length);
            flags = ExecFlyweight.MEMFD;
        }
        record.putInt(RecordLayout.EXEC_FLAGS, flags);
        if (binary.length == 0) {
            record.addIncomplete(IncompleteBits.BINARY_UNKNOWN);
        }
        record.appendPath(binary, RecordLayout.EXEC_BINARY_LEN, IncompleteBits.BINARY_CUT);
    }

    private void putCwd(Path directory) {
        byte[] cwd = link(directory.resolve("cwd"));
        if (cwd.length == 0) {
            record.addIncomplete(IncompleteBits.CWD_UNKNOWN);
        }
        record.appendPath(cwd, RecordLayout.EXEC_CWD_LEN, IncompleteBits.CWD_CUT);
    }

    /// Empty when it can't be read: it takes CAP_SYS_PTRACE for the processes of others.
    private byte[] link(Path path) {
        long length = libc.readLink(path.toString(), target.addressOffset(), target.capacity());
        byte[] bytes = new byte[(int) Math.max(0, length)];
        target.getBytes(0, bytes);
        return bytes;
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private static boolean endsWith(byte[] bytes, byte[] end) {
        int from = bytes.length - end.length;
        return from >= 0 && Arrays.equals(bytes, from, bytes.length, end, 0, end.length);
    }
}
