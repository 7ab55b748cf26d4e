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
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The directory of a spool: its lock, its modes, its free space, its files.
///
///     lock               held by the one process that owns the directory
///     acknowledged       see AckFile
///     *.cq4              the segment that is being written
///     *.segment          the others
///     *.ledger           what is in each
///     metadata.cq4t      Chronicle's, made anew at each start: the lock of a dead process in it would be waited for
///     damaged            the last segment that could not be read at all, set aside
final class SpoolDirectory implements AutoCloseable {

    private static final String ONLY_OWNER = "rw-------";

    private final Path path;
    private FileChannel lockFile;
    private FileLock lock;
    private final FileStore store;

    SpoolDirectory(Path path) throws SpoolException {
        this.path = path;
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            store = Files.getFileStore(path);
            lockFile = openLock(path);
        } catch (IOException e) {
            throw notWritable(path, e);
        }
        @Nullable FileLock taken = tryLock(lockFile);
        if (taken == null) {
            closeQuietly(lockFile);
            throw new SpoolException(Issue.IN_USE, "spool directory " + path + " is in use by another process");
        }
        lock = taken;
    }

    /// Removes what is made anew at each start.
    void prepare() throws SpoolException {
        try {
            deleteMetadata();
        } catch (IOException e) {
            throw notWritable(path, e);
        }
    }

    void deleteMetadata() throws IOException {
        Files.deleteIfExists(path.resolve("metadata.cq4t"));
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
            SortedSet<Integer> found = new TreeSet<>();
            for (Path file : files.toList()) {
                String name = file.toString();
                if (name.endsWith(SegmentRoll.LIVE)) {
                    if (!addSegment(found, file)) {
                        // Chronicle would stumble over it.
                        Files.move(file, path.resolve(file.getFileName() + ".foreign"));
                    }
                } else if (name.endsWith(SegmentRoll.FINISHED) || name.endsWith(SegmentRoll.LEDGER)) {
                    // A ledger without its segment says what is lost.
                    addSegment(found, file);
                }
            }
            return List.copyOf(found);
        } catch (IOException e) {
            throw notWritable(path, e);
        }
    }

    /// Takes a segment that is not written to any more out of Chronicle's sight.
    void finish(int segment) throws IOException {
        try {
            Files.move(live(segment), finished(segment), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // Somebody has removed it: that shows when it is read.
        }
    }

    /// Makes a segment's file before Chronicle does, which would let others read it. If somebody has removed
    /// the directory meanwhile, that is made and owned anew.
    void create(int segment) throws IOException {
        if (!Files.exists(path.resolve("lock"))) {
            own();
        }
        createFile(live(segment));
    }

    /// Makes a file that only its owner can read.
    static void createFile(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(ONLY_OWNER)));
    }

    Path live(int number) {
        return SegmentRoll.live(path, number);
    }

    Path finished(int number) {
        return SegmentRoll.finished(path, number);
    }

    Path ledger(int number) {
        return SegmentRoll.ledger(path, number);
    }

    /// Bytes of a segment's ledger, 0 if there is none.
    long ledgerBytes(int number) {
        try {
            return Files.size(ledger(number));
        } catch (IOException e) {
            return 0;
        }
    }

    void delete(int segment) {
        deleteLedger(segment);
        try {
            Files.deleteIfExists(live(segment));
            Files.deleteIfExists(finished(segment));
        } catch (IOException e) {
            setAside(segment);
        }
    }

    /// Takes a segment out of the way without losing it for an inquiry; only the last one is kept.
    void setAside(int segment) {
        deleteLedger(segment);
        try {
            Files.move(
                    finished(segment),
                    path.resolve("damaged"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // It stays where it is, is not among the segments of this run, and is tried again at the next start.
        }
    }

    /// Whether the directory is there and can't be opened, as when the process has no file descriptor left: then
    /// nothing is known of its files.
    boolean isOutOfReach() {
        try (FileChannel opened = FileChannel.open(path)) {
            return !opened.isOpen();
        } catch (IOException e) {
            return Files.exists(path);
        }
    }

    /// Bytes that can still be written. Where that can't be found out, writing will tell.
    long freeBytes() {
        try {
            return store.getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
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

    private void own() throws IOException {
        Files.createDirectories(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        FileChannel fresh = openLock(path);
        @Nullable FileLock taken = tryLock(fresh);
        if (taken == null) {
            closeQuietly(fresh);
            throw new IOException("it is in use by another process");
        }
        closeQuietly(lockFile);
        lockFile = fresh;
        lock = taken;
    }

    private static FileChannel openLock(Path path) throws IOException {
        FileChannel opened =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        restrict(path.resolve("lock"));
        return opened;
    }

    private void deleteLedger(int segment) {
        try {
            Files.deleteIfExists(ledger(segment));
        } catch (IOException e) {
            // Without its segment nobody asks for it, and the next start tries again.
        }
    }

    /// @return false if it is none of ours
    private boolean addSegment(SortedSet<Integer> found, Path file) throws IOException {
        try {
            int number = SegmentRoll.segmentOf(file);
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            if (file.toString().endsWith(SegmentRoll.LIVE)) {
                finish(number);
            }
            found.add(number);
            return true;
        } catch (DateTimeException | ArithmeticException e) {
            return false;
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
        return new SpoolException(Issue.NOT_WRITABLE, "spool directory " + path + " cannot be used: " + why(cause));
    }

    static String why(IOException cause) {
        return switch (cause) {
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException exists -> "there is a file of that name";
            case NoSuchFileException missing -> "it can't be made there";
            case FileSystemException other -> Objects.requireNonNullElse(other.getReason(), other.getMessage());
            default -> String.valueOf(cause.getMessage());
        };
    }
}
