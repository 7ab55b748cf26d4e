package io.vedette.core.sensor.sockets;

import io.vedette.core.ffi.DirectoryCalls;
import io.vedette.core.ffi.Libc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import java.util.function.LongPredicate;
import org.agrona.concurrent.UnsafeBuffer;

/// Which sockets a process has open: its links in `/proc/PID/fd` that say `socket:[INODE]`.
///
/// Those of another user's process take CAP_SYS_PTRACE; without, the process has none. One thread; makes no objects.
public final class ProcessSockets implements AutoCloseable {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final byte[] SOCKET = "socket:[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FD = "/fd".getBytes(StandardCharsets.US_ASCII);
    private static final int ENTRIES = 32 * 1024;
    private static final int NAME = 19;
    private static final int RECORD_LENGTH = 16;
    private static final int LINK = 64;
    private static final int MAX_FDS = 4096;
    private static final int DECIMAL = 10;
    private static final int MAX_DIGITS = 10;

    private final DirectoryCalls calls;
    private final Libc libc;
    private final int procFd;
    private final UnsafeBuffer entries = new UnsafeBuffer(ByteBuffer.allocateDirect(ENTRIES));
    private final UnsafeBuffer link = new UnsafeBuffer(ByteBuffer.allocateDirect(LINK));
    private long links;
    private final UnsafeBuffer path = new UnsafeBuffer(ByteBuffer.allocateDirect(LINK));

    public ProcessSockets(DirectoryCalls calls, Libc libc, Path procfs) {
        this.calls = calls;
        this.libc = libc;
        UnsafeBuffer root =
                new UnsafeBuffer(ByteBuffer.allocateDirect(procfs.toString().length() + 1));
        root.putStringWithoutLengthAscii(0, procfs.toString());
        procFd = calls.openAt(
                Libc.AT_FDCWD, root.addressOffset(), Libc.O_RDONLY | Libc.O_CLOEXEC | DirectoryCalls.O_DIRECTORY);
    }

    /// Lends the pid of each process, in procfs's order: the lowest first.
    ///
    /// @return false when not all could be had
    public boolean processes(IntConsumer taker) {
        path.putStringWithoutLengthAscii(0, ".\0");
        int fd = open(procFd);
        if (fd < 0) {
            return false;
        }
        long length = read(fd);
        for (; length > 0; length = read(fd)) {
            for (int at = 0; at < length; at += recordLength(at)) {
                int pid = number(at + NAME);
                if (pid > 0) {
                    taker.accept(pid);
                }
            }
        }
        libc.close(fd);
        return length == 0;
    }

    /// Lends the inode of each socket of a process until one is the wanted one.
    ///
    /// @return whether one was
    public boolean any(int pid, LongPredicate isWanted) {
        putNumber(pid);
        int fd = open(procFd);
        if (fd < 0) {
            return false;
        }
        boolean found = false;
        int looked = 0;
        for (long length = read(fd); length > 0 && !found && looked < MAX_FDS; length = read(fd)) {
            for (int at = 0; at < length && !found; at += recordLength(at)) {
                if (number(at + NAME) >= 0) {
                    looked++;
                    links++;
                    long inode = socketInode(fd, at + NAME);
                    found = inode > 0 && isWanted.test(inode);
                }
            }
        }
        libc.close(fd);
        return found;
    }

    /// How many open files were looked at so far: what looking costs.
    public long links() {
        return links;
    }

    private int open(int directoryFd) {
        return calls.openAt(
                directoryFd, path.addressOffset(), Libc.O_RDONLY | Libc.O_CLOEXEC | DirectoryCalls.O_DIRECTORY);
    }

    private long read(int fd) {
        return calls.entries(fd, entries.addressOffset(), ENTRIES);
    }

    private int recordLength(int at) {
        return Math.max(NAME, entries.getShort(at + RECORD_LENGTH, ORDER) & 0xFFFF);
    }

    /// @return -1 when the name is none
    private int number(int at) {
        int number = 0;
        int next = at;
        for (byte b = entries.getByte(next); b != 0; b = entries.getByte(++next)) {
            if (b < '0' || b > '9' || next - at >= MAX_DIGITS) {
                return -1;
            }
            number = number * DECIMAL + (b - '0');
        }
        return next == at ? -1 : number;
    }

    private void putNumber(int pid) {
        int length = path.putIntAscii(0, pid);
        path.putBytes(length, FD);
        path.putByte(length + FD.length, (byte) 0);
    }

    /// @return 0 when it is no socket, or gone
    private long socketInode(int directoryFd, int name) {
        long length = calls.readLinkAt(directoryFd, entries.addressOffset() + name, link.addressOffset(), LINK);
        if (length <= SOCKET.length) {
            return 0;
        }
        for (int i = 0; i < SOCKET.length; i++) {
            if (link.getByte(i) != SOCKET[i]) {
                return 0;
            }
        }
        long inode = 0;
        for (int i = SOCKET.length; i < length && link.getByte(i) != ']'; i++) {
            inode = inode * DECIMAL + (link.getByte(i) - '0');
        }
        return inode;
    }

    @Override
    public void close() {
        if (procFd >= 0) {
            libc.close(procFd);
        }
    }
}
