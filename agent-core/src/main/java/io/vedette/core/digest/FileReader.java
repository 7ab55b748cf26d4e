package io.vedette.core.digest;

import io.vedette.core.ffi.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// Opens the very file that an event was about, and reads it.
///
/// A container may be hostile: its paths are resolved within its root and over no magic link, only regular files
/// are read, and only when inode, size and change time are those of the event. So it can name no file of the
/// host's, and neither a path nor a pid that is used again leads to a wrong checksum. One thread.
final class FileReader implements AutoCloseable {

    private static final int CHUNK = 256 * 1024;
    private static final int OPEN = Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NONBLOCK | Libc.O_NOCTTY;
    private static final int MODE = 0x1C;
    private static final int INODE = 0x20;
    private static final int SIZE = 0x28;
    private static final int CHANGED = 0x60;
    private static final int FORMAT = 0xF000;
    private static final int REGULAR = 0x8000;
    private static final long SECOND_NS = 1_000_000_000;

    private final Libc libc = new Libc();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment chunk = arena.allocate(CHUNK);
    private final ByteBuffer chunkBytes = chunk.asByteBuffer();
    private final MemorySegment stat = arena.allocate(Libc.STATX_BYTES, Long.BYTES);
    private final MessageDigest sha256;
    private final Path procRoot;
    private final long maxBytes;

    /// @param procRoot usually `/proc`
    /// @param maxBytes larger files are not read
    FileReader(Path procRoot, long maxBytes) {
        this.procRoot = procRoot;
        this.maxBytes = maxBytes;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }

    /// @param pause run between chunks
    FileDigest read(DigestRequest request, Runnable pause) {
        if (request.size() > maxBytes) {
            return request.failed("too large");
        }
        int file = open(request);
        if (file < 0) {
            return request.failed("gone");
        }
        try {
            return digest(request, file, pause);
        } finally {
            libc.close(file);
        }
    }

    private FileDigest digest(DigestRequest request, int file, Runnable pause) {
        sha256.reset();
        long total = 0;
        long read;
        while ((read = libc.read(file, chunk.address(), CHUNK)) > 0 && total <= maxBytes) {
            sha256.update(chunkBytes.clear().limit((int) read));
            total += read;
            pause.run();
        }
        // Looked at once more: it may have been written to meanwhile.
        return read < 0 || total != request.size() || !isTheFile(request, file)
                ? request.failed("unreadable")
                : request.found(sha256.digest());
    }

    private int open(DigestRequest request) {
        if (request.executable()) {
            for (int pid : List.of(request.tgid(), request.pid())) {
                int file = check(request, libc.openat2(Libc.AT_FDCWD, process(pid, "exe"), OPEN, 0));
                if (file >= 0) {
                    return file;
                }
            }
        }
        String path = new String(request.path(), StandardCharsets.UTF_8);
        for (int pid : List.of(request.tgid(), request.pid(), request.parentTgid())) {
            int root = libc.openat2(Libc.AT_FDCWD, process(pid, "root"), Libc.O_PATH | Libc.O_CLOEXEC, 0);
            if (root >= 0) {
                int file = libc.openat2(root, path, OPEN, Libc.RESOLVE_IN_ROOT | Libc.RESOLVE_NO_MAGICLINKS);
                libc.close(root);
                if (check(request, file) >= 0) {
                    return file;
                }
            }
        }
        return -1;
    }

    private String process(int pid, String file) {
        return procRoot.resolve(Integer.toString(pid)).resolve(file).toString();
    }

    private int check(DigestRequest request, int file) {
        if (file >= 0 && !isTheFile(request, file)) {
            libc.close(file);
            return -1;
        }
        return file;
    }

    private boolean isTheFile(DigestRequest request, int file) {
        if (libc.statx(file, stat.address()) < 0 || (stat.get(ValueLayout.JAVA_SHORT, MODE) & FORMAT) != REGULAR) {
            return false;
        }
        long changedNs = stat.get(ValueLayout.JAVA_LONG, CHANGED) * SECOND_NS
                + stat.get(ValueLayout.JAVA_INT, CHANGED + Long.BYTES);
        return stat.get(ValueLayout.JAVA_LONG, INODE) == request.inode()
                && stat.get(ValueLayout.JAVA_LONG, SIZE) == request.size()
                && changedNs == request.changeTimeNs();
    }

    @Override
    public void close() {
        arena.close();
    }
}
