package io.vedette.core.sensor.inotify;

import io.vedette.core.ffi.DirectoryCalls;
import io.vedette.core.ffi.Libc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/// The kernel's queue of what happens in directories. One thread.
///
/// ```
/// event:  0  watch s32   4  mask u32   8  cookie u32   12  length u32   16  name, NUL padded to `length`
/// ```
final class Inotify implements AutoCloseable {

    static final int MODIFY = 0x2;
    static final int ATTRIB = 0x4;
    static final int CLOSE_WRITE = 0x8;
    static final int MOVED_FROM = 0x40;
    static final int MOVED_TO = 0x80;
    static final int CREATE = 0x100;
    static final int DELETE = 0x200;
    static final int DELETE_SELF = 0x400;
    static final int MOVE_SELF = 0x800;
    static final int OVERFLOW = 0x4000;
    static final int IGNORED = 0x8000;
    static final int IS_DIRECTORY = 0x4000_0000;

    /// What is asked for of a directory on the way to what is watched.
    static final int ON_THE_WAY = CREATE | MOVED_TO | MOVED_FROM | DELETE | DELETE_SELF | MOVE_SELF;

    /// What is asked for of a directory in which something is watched.
    static final int ALL = ON_THE_WAY | MODIFY | ATTRIB | CLOSE_WRITE;

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int ONLY_DIRECTORIES = 0x0100_0000;
    private static final int ADD_TO_MASK = 0x2000_0000;
    private static final int BUFFER = 64 * 1024;
    private static final int HEADER = 16;
    private static final int PATH = 64;

    private final Libc libc;
    private final DirectoryCalls calls;
    private final int fd;
    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(BUFFER));
    private final UnsafeBuffer path = new UnsafeBuffer(ByteBuffer.allocateDirect(PATH));

    /// Takes one event.
    interface Handler {
        /// @param name in the watched directory, one char a byte; empty when it is about the directory itself
        void onEvent(int watch, int mask, int cookie, String name);
    }

    Inotify(Libc libc, DirectoryCalls calls) {
        this.libc = libc;
        this.calls = calls;
        fd = calls.inotifyInit(DirectoryCalls.IN_NONBLOCK | DirectoryCalls.IN_CLOEXEC);
    }

    /// For `epoll`, or `-errno` when it could not be had.
    int fd() {
        return fd;
    }

    /// @param directoryFd of the directory
    /// @return the number of the watch; the same for a directory that is watched already, whatever its path
    int add(int directoryFd, int mask) {
        path.putStringWithoutLengthAscii(0, "/proc/self/fd/" + directoryFd + "\0");
        return calls.inotifyAdd(fd, path.addressOffset(), mask | ONLY_DIRECTORIES | ADD_TO_MASK);
    }

    void remove(int watch) {
        calls.inotifyRemove(fd, watch);
    }

    /// Hands over what has happened, without waiting.
    void read(Handler handler) {
        long length = libc.read(fd, buffer.addressOffset(), BUFFER);
        while (length > 0) {
            for (int at = 0; at + HEADER <= length; ) {
                int nameLength = buffer.getInt(at + 12, ORDER);
                handler.onEvent(
                        buffer.getInt(at, ORDER),
                        buffer.getInt(at + 4, ORDER),
                        buffer.getInt(at + 8, ORDER),
                        name(at + HEADER, nameLength));
                at += HEADER + nameLength;
            }
            length = libc.read(fd, buffer.addressOffset(), BUFFER);
        }
    }

    private String name(int at, int room) {
        int length = 0;
        while (length < room && buffer.getByte(at + length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        buffer.getBytes(at, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        if (fd >= 0) {
            libc.close(fd);
        }
    }
}
