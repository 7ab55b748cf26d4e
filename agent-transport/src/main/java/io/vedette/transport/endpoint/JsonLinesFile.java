package io.vedette.transport.endpoint;

import io.vedette.v1.EventBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes batches as lines of JSON to a file, each exactly once, whatever kills the process or the machine.
///
/// The lines of the batches at hand are appended to the file and forced to the disk, then the batches are
/// committed in a journal next to it (`FILE.journal`), which is forced too, then they are acknowledged. At the
/// start the file is cut to what the journal says: half a batch goes, and its agent sends it again. Lines that
/// others append to the file are lost that way.
///
/// Who moves the file away, as to rotate it, finds the next lines in a new one: it is looked at before each
/// group of batches. The journal stays. One thread uses it; one process may have the file.
public final class JsonLinesFile implements BatchSink {

    private final BatchLines lines;
    private final Path path;
    private final boolean forces;
    private final Output buffer = new Output();
    private final CommitJournal journal;
    private FileChannel file;
    private @Nullable Object identity;

    /// Bytes that are committed, and with those that are written.
    private long committed;

    private long written;
    private boolean mustCut;

    /// Opens or creates the file and its journal, and forces what is written to the disk.
    ///
    /// @param lines how a batch is written: the file's own matter, the journal is the same for all
    /// @param maxInstances see [IngestConfig#maxInstances()]
    /// @throws IOException the file cannot be used, in one line
    public JsonLinesFile(BatchLines lines, Path path, int maxInstances) throws IOException {
        this(lines, path, maxInstances, true);
    }

    /// @param forces whether batches are on the disk before they are acknowledged; without, what was
    ///     acknowledged survives the end of the process, but not that of the machine
    public JsonLinesFile(BatchLines lines, Path path, int maxInstances, boolean forces) throws IOException {
        this.lines = lines;
        this.path = path;
        this.forces = forces;
        file = openLocked(path);
        boolean opened = false;
        try {
            journal = new CommitJournal(path.resolveSibling(path.getFileName() + ".journal"), maxInstances, forces);
            identity = identityOf(path);
            long known = journal.committed();
            committed = known < 0 ? file.size() : Math.min(known, file.size());
            written = committed;
            file.truncate(committed);
            if (known < 0) {
                // What others wrote stays. Without a record of where it ends, the first lines of ours would stay too
                // if we were killed before they are committed.
                journal.restart(committed);
            }
            opened = true;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    @Override
    public Map<AgentInstance, Long> accepted() {
        return journal.known();
    }

    @Override
    public void accept(EventBatch batch, long receivedEpochNs) throws IOException {
        if (!journal.hasPending()) {
            lookAfterFile();
        }
        if (mustCut) {
            file.truncate(written);
        }
        mustCut = true;
        buffer.reset();
        lines.write(batch, buffer);
        ByteBuffer bytes = buffer.bytes();
        long end = written + bytes.remaining();
        while (bytes.hasRemaining()) {
            file.write(bytes, written + bytes.position());
        }
        ByteBuffer id = batch.getInstanceId().asReadOnlyByteBuffer();
        journal.add(new AgentInstance(id.getLong(), id.getLong()), batch.getSequence(), end);
        written = end;
        mustCut = false;
    }

    @Override
    public void sync() throws IOException {
        if (!journal.hasPending()) {
            return;
        }
        boolean done = false;
        try {
            if (forces) {
                file.force(false);
            }
            journal.commit();
            committed = written;
            done = true;
        } finally {
            if (!done) {
                journal.forget();
                written = committed;
                mustCut = true;
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            sync();
        } finally {
            journal.close();
            file.close();
        }
    }

    /// Somebody may have moved the file, removed it or cut it.
    private void lookAfterFile() throws IOException {
        if (Objects.equals(identityOf(path), identity) && identity != null) {
            long size = file.size();
            if (size < committed) {
                restart(file, size);
            }
            return;
        }
        FileChannel fresh = openLocked(path);
        FileChannel old = file;
        restart(fresh, fresh.size());
        identity = identityOf(path);
        old.close();
    }

    private void restart(FileChannel from, long length) throws IOException {
        journal.restart(length);
        file = from;
        committed = length;
        written = length;
        mustCut = false;
    }

    private static FileChannel openLocked(Path path) throws IOException {
        FileChannel opened = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(opened) == null) {
            opened.close();
            throw new IOException("file " + path + " is in use by another endpoint");
        }
        return opened;
    }

    private static @Nullable Object identityOf(Path path) throws IOException {
        try {
            return Files.getAttribute(path, "unix:ino");
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /// Lends its bytes instead of copying them.
    private static final class Output extends ByteArrayOutputStream {

        ByteBuffer bytes() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }
}
