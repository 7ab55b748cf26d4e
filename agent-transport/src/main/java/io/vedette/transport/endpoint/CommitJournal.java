package io.vedette.transport.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/// Says how much of an output file is committed, and which batches are in it: a record is appended for each
/// batch, after its lines are on the disk and before its acknowledgement.
///
///     0               8              16           24                  32      36
///     +---------------+--------------+------------+-------------------+-------+
///     | instance high | instance low |  sequence  |  length of file   |  CRC  |
///     +---------------+--------------+------------+-------------------+-------+
///
/// The last whole record counts; a torn one behind it was never acknowledged. A journal that has grown is
/// written anew, with one record for each instance, and put in the old one's place. Guarded by its owner.
final class CommitJournal implements AutoCloseable {

    private static final int RECORD_BYTES = 36;
    private static final int CRC_OFFSET = 32;
    private static final int MIN_RECORDS_TO_COMPACT = 16 << 10;

    /// In place of an instance: the file begins anew, at the length that the record has.
    private static final AgentInstance NOBODY = new AgentInstance(0, 0);

    private final Path path;
    private final boolean forces;
    private final Deduplicator known;
    private final List<Entry> pending = new ArrayList<>();
    private final ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
    private final CRC32C crc = new CRC32C();
    private FileChannel channel;
    private long records;
    private long committed = -1;

    CommitJournal(Path path, int maxInstances, boolean forces) throws IOException {
        this.path = path;
        this.forces = forces;
        this.known = new Deduplicator(maxInstances);
        this.channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        load();
    }

    /// Bytes of the file that are committed, or -1 if nothing was ever committed.
    long committed() {
        return committed;
    }

    Map<AgentInstance, Long> known() {
        return known.known();
    }

    /// Notes a batch for the next commit.
    ///
    /// @param length of the file with it
    void add(AgentInstance instance, long sequence, long length) {
        pending.add(new Entry(instance, sequence, length));
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    /// Leaves out what was added since the last commit.
    void forget() {
        pending.clear();
    }

    /// Writes what was added. If that fails, none of it is committed.
    void commit() throws IOException {
        long before = records;
        boolean done = false;
        try {
            for (Entry entry : pending) {
                append(channel, records * RECORD_BYTES, entry.instance(), entry.sequence(), entry.length());
                records++;
            }
            force(channel);
            done = true;
        } finally {
            if (!done) {
                records = before;
                channel.truncate(before * RECORD_BYTES);
            }
        }
        for (Entry entry : pending) {
            committed = entry.length();
            if (!entry.instance().equals(NOBODY)) {
                known.accepted(entry.instance(), entry.sequence());
            }
        }
        pending.clear();
        if (records > MIN_RECORDS_TO_COMPACT && records > 4L * known.size()) {
            compact();
        }
    }

    /// Commits that the file is another one, or was cut by others.
    void restart(long length) throws IOException {
        pending.clear();
        add(NOBODY, 0, length);
        commit();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void force(FileChannel what) throws IOException {
        if (forces) {
            what.force(false);
        }
    }

    private record Entry(AgentInstance instance, long sequence, long length) {}

    private void load() throws IOException {
        while (read()) {
            AgentInstance instance = new AgentInstance(record.getLong(0), record.getLong(8));
            if (!instance.equals(NOBODY)) {
                known.accepted(instance, record.getLong(16));
            }
            committed = record.getLong(24);
            records++;
        }
        channel.truncate(records * RECORD_BYTES);
    }

    private boolean read() throws IOException {
        record.clear();
        while (record.hasRemaining()) {
            if (channel.read(record, records * RECORD_BYTES + record.position()) < 0) {
                return false;
            }
        }
        return record.getInt(CRC_OFFSET) == checksum();
    }

    private void append(FileChannel to, long position, AgentInstance instance, long sequence, long length)
            throws IOException {
        record.clear();
        record.putLong(instance.high())
                .putLong(instance.low())
                .putLong(sequence)
                .putLong(length);
        record.putInt(checksum());
        record.flip();
        while (record.hasRemaining()) {
            to.write(record, position + record.position());
        }
    }

    private void compact() throws IOException {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(next);
        FileChannel fresh = FileChannel.open(
                next, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long count = 0;
        for (Map.Entry<AgentInstance, Long> entry : known.known().entrySet()) {
            append(fresh, count * RECORD_BYTES, entry.getKey(), entry.getValue(), committed);
            count++;
        }
        force(fresh);
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        channel.close();
        channel = fresh;
        records = count;
    }

    private int checksum() {
        crc.reset();
        crc.update(record.array(), 0, CRC_OFFSET);
        return (int) crc.getValue();
    }
}
