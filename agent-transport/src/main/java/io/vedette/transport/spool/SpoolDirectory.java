package io.vedette.transport.spool;

import io.vedette.transport.spool.SpoolException.Issue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The directory of a spool: its lock, its modes, its free space, its files.
///
///     lock               held by the one process that owns the directory
///     acknowledged       see AckFile
///     *.cq4              segments
///     metadata.cq4t      Chronicle's, made anew at each start: the lock of a dead process in it would be waited for
///     damaged            the last segment that could not be read at all, set aside
final class SpoolDirectory implements AutoCloseable {

    private static final String ONLY_OWNER = "rw-------";

    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final FileStore store;

    SpoolDirectory(Path path) throws SpoolException {
        this.path = path;
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            store = Files.getFileStore(path);
            lockFile = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw notWritable(path, e);
        }
        @Nullable FileLock taken = tryLock(lockFile);
        if (taken == null) {
            closeQuietly(lockFile);
            throw new SpoolException(Issue.IN_USE, "spool directory " + path + " is in use by another process");
        }
        lock = taken;
        restrict(path.resolve("lock"));
    }

    /// Removes what is made anew at each start.
    void prepare() throws SpoolException {
        try {
            Files.deleteIfExists(path.resolve("metadata.cq4t"));
        } catch (IOException e) {
            throw notWritable(path, e);
        }
    }

    AckFile openAckFile() throws SpoolException {
        Path file = path.resolve("acknowledged");
        try {
            AckFile opened = new AckFile(file);
            restrict(file);
            return opened;
        } catch (IOException e) {
            throw notWritable(path, e);
        }
    }

    /// Numbers of the segments that are there, ascending.
    List<Integer> segments() throws SpoolException {
        try (Stream<Path> files = Files.list(path)) {
            List<Integer> found = new ArrayList<>();
            for (Path file : files.toList()) {
                if (file.toString().endsWith(SegmentRoll.SUFFIX)) {
                    addSegment(found, file);
                }
            }
            found.sort(null);
            return found;
        } catch (IOException e) {
            throw notWritable(path, e);
        }
    }

    /// Makes a segment's file before Chronicle does, which would let others read it.
    /// Makes a segment's file; the directory too, if somebody has removed it meanwhile.
    void create(int segment) throws IOException {
        Files.createDirectories(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = SegmentRoll.file(path, segment);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(ONLY_OWNER)));
    }

    void delete(int segment) {
        try {
            Files.deleteIfExists(SegmentRoll.file(path, segment));
        } catch (IOException e) {
            setAside(segment);
        }
    }

    /// Takes a segment out of the way without losing it for an inquiry; only the last one is kept.
    void setAside(int segment) {
        try {
            Files.move(
                    SegmentRoll.file(path, segment),
                    path.resolve("damaged"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // It stays where it is, is not among the segments of this run, and is tried again at the next start.
        }
    }

    /// Bytes that can still be written, or 0 if that cannot be found out.
    long freeBytes() {
        try {
            return store.getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    void restrictMetadata() {
        restrict(path.resolve("metadata.cq4t"));
    }

    @Override
    public void close() {
        try {
            lock.release();
        } catch (IOException e) {
            // Closing the file below releases it as well.
        }
        closeQuietly(lockFile);
    }

    private void addSegment(List<Integer> found, Path file) {
        try {
            found.add(SegmentRoll.segmentOf(file));
        } catch (DateTimeException | ArithmeticException e) {
            // Not one of ours: left alone.
        }
    }

    private static void restrict(Path file) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(ONLY_OWNER));
        } catch (IOException e) {
            // The directory's own mode keeps others out.
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) {
        try {
            return file.tryLock();
        } catch (IOException | OverlappingFileLockException e) {
            return null;
        }
    }

    private static void closeQuietly(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            // Nothing was written to it.
        }
    }

    static SpoolException notWritable(Path path, IOException cause) {
        String why = switch (cause) {
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException exists -> "there is a file of that name";
            case NoSuchFileException missing -> "it can't be made there";
            case FileSystemException other -> Objects.requireNonNullElse(other.getReason(), other.getMessage());
            default -> String.valueOf(cause.getMessage());
        };
        return new SpoolException(Issue.NOT_WRITABLE, "spool directory " + path + " cannot be used: " + why);
    }
}
