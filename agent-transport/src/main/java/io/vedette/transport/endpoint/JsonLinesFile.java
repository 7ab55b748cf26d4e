package io.vedette.transport.endpoint;

import io.vedette.v1.EventBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes batches as lines of JSON to a file, each exactly once, whatever kills the process.
///
/// The lines of a batch are appended to the file, then the batch is committed in a journal next to it
/// (`FILE.journal`), then it is acknowledged. At the start the file is cut to what the journal says: half a
/// batch goes, and its agent sends it again. Lines that others append to the file are lost that way; who
/// moves the file away keeps the journal, and finds the next lines in a new file after a restart. One thread
/// uses it; one process may have the file.
public final class JsonLinesFile implements BatchSink {

    private final BatchLines lines;
    private final Output buffer = new Output();
    private final FileChannel file;
    private final CommitJournal journal;
    private long length;
    private boolean mustCut;

    /// Opens or creates the file and its journal.
    ///
    /// @param lines how a batch is written: the file's own matter, the journal is the same for all
    /// @param maxInstances see [IngestConfig#maxInstances()]
    /// @throws IOException the file cannot be used, in one line
    public JsonLinesFile(BatchLines lines, Path path, int maxInstances) throws IOException {
        this.lines = lines;
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean opened = false;
        try {
            if (tryLock(file) == null) {
                throw new IOException("file " + path + " is in use by another endpoint");
            }
            journal = new CommitJournal(path.resolveSibling(path.getFileName() + ".journal"), maxInstances);
            long committed = journal.committed();
            length = committed < 0 ? file.size() : Math.min(committed, file.size());
            file.truncate(length);
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
        if (mustCut) {
            file.truncate(length);
        }
        mustCut = true;
        buffer.reset();
        lines.write(batch, buffer);
        ByteBuffer bytes = buffer.bytes();
        long end = length + bytes.remaining();
        while (bytes.hasRemaining()) {
            file.write(bytes, length + bytes.position());
        }
        ByteBuffer id = batch.getInstanceId().asReadOnlyByteBuffer();
        journal.commit(new AgentInstance(id.getLong(), id.getLong()), batch.getSequence(), end);
        length = end;
        mustCut = false;
    }

    @Override
    public void close() throws IOException {
        journal.close();
        file.close();
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
