package io.vedette.core.context;

import io.vedette.core.ffi.Libc;
import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerName;
import io.vedette.core.identity.Nested;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the `/etc/passwd` of containers through a process of each.
///
/// A container may be hostile: the file is looked up within the container's root, over no mount point and no
/// magic link; it must be a regular file, and only its beginning is read. So it can name no file of the
/// host's, and nothing that waits. The process is held by its directory in procfs while it is asked whether
/// it is the container's, so a pid that is used again is no danger. One thread.
final class UserLists implements AutoCloseable {

    private static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_KNOWN = 64;
    private static final int CGROUP_BYTES = 16 * 1024;
    private static final int OPEN = Libc.O_RDONLY | Libc.O_CLOEXEC;
    private static final int MODE = 0x1C;
    private static final int INODE = 0x20;
    private static final int SIZE = 0x28;
    private static final int MODIFIED = 0x70;
    private static final int DEVICE = 0x88;
    private static final int FORMAT = 0xF000;
    private static final int REGULAR = 0x8000;

    private final Libc libc = new Libc();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(MAX_BYTES);
    private final MemorySegment stat = arena.allocate(Libc.STATX_BYTES, Long.BYTES);
    private final Map<FileIdentity, UserNames> known = new LinkedHashMap<>();
    private final Path procRoot;
    private final Nested nested;

    private record FileIdentity(long device, long inode, long modifiedSeconds, long modifiedNs, long size) {}

    /// Made and used by one thread.
    ///
    /// @param procRoot usually `/proc`
    UserLists(Path procRoot, Nested nested) {
        this.procRoot = procRoot;
        this.nested = nested;
    }

    /// @param pid of a process that may be the container's; any number
    /// @return null when it isn't, or has no list that can be read
    @Nullable
    UserNames read(Container container, long pid) {
        int process =
                libc.openat2(Libc.AT_FDCWD, procRoot.resolve(Long.toString(pid)).toString(), Libc.O_PATH | OPEN, 0);
        if (process < 0) {
            return null;
        }
        try {
            return belongs(container, process) ? throughRoot(process) : null;
        } finally {
            libc.close(process);
        }
    }

    /// @return processes by the id of their container, one of each, of those that procfs shows
    Map<String, Long> findProcesses() {
        Map<String, Long> found = new HashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(procRoot, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                for (String path : cgroupText(entry).split("\n", -1)) {
                    nested.idOf(path.substring(path.lastIndexOf(':') + 1)).ifPresent(id -> found.putIfAbsent(id, pid));
                }
            }
        } catch (java.io.IOException | java.io.UncheckedIOException | NumberFormatException unreadable) {
            return found;
        }
        return found;
    }

    private static String cgroupText(Path process) {
        try (java.io.InputStream in = Files.newInputStream(process.resolve("cgroup"))) {
            return new String(in.readNBytes(CGROUP_BYTES), StandardCharsets.ISO_8859_1);
        } catch (java.io.IOException gone) {
            return "";
        }
    }

    private boolean belongs(Container container, int process) {
        String id = container.id();
        int cgroup = libc.openat2(process, "cgroup", OPEN, Libc.RESOLVE_NO_SYMLINKS);
        if (cgroup < 0) {
            return false;
        }
        try {
            String lines = new String(bytes(cgroup, CGROUP_BYTES), StandardCharsets.ISO_8859_1);
            return lines.lines()
                    .map(line -> line.substring(line.lastIndexOf(':') + 1))
                    .anyMatch(path -> isOf(path, id));
        } finally {
            libc.close(cgroup);
        }
    }

    private boolean isOf(String cgroupPath, String id) {
        return nested.idOf(cgroupPath)
                .or(() -> ContainerName.ofUnknownScheme(cgroupPath).map(ContainerName::id))
                .map(id::equals)
                .orElse(id.isEmpty());
    }

    private @Nullable UserNames throughRoot(int process) {
        int root = libc.openat2(process, "root", Libc.O_PATH | OPEN, 0);
        if (root < 0) {
            return null;
        }
        try {
            return below(root);
        } finally {
            libc.close(root);
        }
    }

    private @Nullable UserNames below(int root) {
        int file = libc.openat2(
                root,
                "etc/passwd",
                OPEN | Libc.O_NONBLOCK | Libc.O_NOCTTY,
                Libc.RESOLVE_IN_ROOT | Libc.RESOLVE_NO_MAGICLINKS | Libc.RESOLVE_NO_XDEV);
        if (file < 0) {
            return null;
        }
        try {
            if (libc.statx(file, stat.address()) < 0 || (stat.get(ValueLayout.JAVA_SHORT, MODE) & FORMAT) != REGULAR) {
                return null;
            }
            FileIdentity identity = identity();
            UserNames names = known.get(identity);
            if (names == null) {
                names = UserNames.parse(bytes(file, MAX_BYTES));
                if (known.size() >= MAX_KNOWN) {
                    known.remove(known.keySet().iterator().next());
                }
                known.put(identity, names);
            }
            return names;
        } finally {
            libc.close(file);
        }
    }

    private FileIdentity identity() {
        return new FileIdentity(
                stat.get(ValueLayout.JAVA_LONG, DEVICE),
                stat.get(ValueLayout.JAVA_LONG, INODE),
                stat.get(ValueLayout.JAVA_LONG, MODIFIED),
                stat.get(ValueLayout.JAVA_INT, MODIFIED + Long.BYTES),
                stat.get(ValueLayout.JAVA_LONG, SIZE));
    }

    private byte[] bytes(int file, int max) {
        int length = 0;
        long read = 1;
        while (read > 0 && length < max) {
            read = libc.read(file, buffer.address() + length, max - length);
            length += (int) Math.max(0, read);
        }
        return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    @Override
    public void close() {
        arena.close();
    }
}
