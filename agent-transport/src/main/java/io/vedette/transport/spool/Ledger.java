package io.vedette.transport.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntArrayList;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// What lies where in a segment, and what was in it: a record for each document, in a file beside the segment
/// and, as long as there is room, in memory. When a document can't be read back, its note says what is lost.
///
///     0       4        8        12            16
///     +-------+--------+--------+-------------+----------------
///     |  CRC  | offset | length | note length |  note …
///     +-------+--------+--------+-------------+----------------
///
/// A record is written after its document: what has a record was appended. The file is a help, not a
/// condition: one that can't be written or read costs the notes only. Guarded by the spool's lock.
final class Ledger {

    static final int HEADER_BYTES = 16;

    /// Notes beyond this are left out, and files beyond this are not read.
    private static final int MAX_NOTE_BYTES = 64 << 10;

    private static final int MAX_FILE_BYTES = 32 << 20;
    private static final int OFFSET = 4;
    private static final int LENGTH = 8;
    private static final int NOTE_LENGTH = 12;

    private final Path path;
    private final CRC32C crc = new CRC32C();
    private final UnsafeBuffer records = new UnsafeBuffer(new byte[0]);
    private final IntArrayList starts = new IntArrayList();
    private int end;
    private boolean inMemory;
    private @Nullable RandomAccessFile file;

    private Ledger(Path path) {
        this.path = path;
    }

    /// That of a new segment. Without a file, it is in memory only.
    static Ledger create(Path path) {
        Ledger ledger = new Ledger(path);
        ledger.inMemory = true;
        ledger.records.wrap(new byte[4 << 10]);
        try {
            SpoolDirectory.createFile(path);
            ledger.file = new RandomAccessFile(path.toFile(), "rw");
        } catch (IOException e) {
            ledger.file = null;
        }
        return ledger;
    }

    /// That of a segment that is there.
    static Ledger of(Path path) {
        return new Ledger(path);
    }

    /// @return bytes that the files grow by
    int add(int offset, int length, DirectBuffer note, int noteOffset, int noteLength) {
        int kept = noteLength > MAX_NOTE_BYTES ? 0 : noteLength;
        int size = HEADER_BYTES + kept;
        if (!inMemory) {
            return 0;
        }
        if (end + size > records.capacity()) {
            byte[] larger = new byte[Math.max(end + size, 2 * records.capacity())];
            records.getBytes(0, larger, 0, end);
            records.wrap(larger);
        }
        records.putInt(end + OFFSET, offset);
        records.putInt(end + LENGTH, length);
        records.putInt(end + NOTE_LENGTH, kept);
        records.putBytes(end + HEADER_BYTES, note, noteOffset, kept);
        records.putInt(end, checksum(end, kept));
        store(end, size);
        starts.addInt(end);
        end += size;
        return size;
    }

    /// Documents that have a record. Reads the file if need be.
    int count() {
        load();
        return starts.size();
    }

    int offset(int sequence) {
        return records.getInt(starts.getInt(sequence) + OFFSET);
    }

    int length(int sequence) {
        return records.getInt(starts.getInt(sequence) + LENGTH);
    }

    /// Tells the listener that a document can't be read back.
    void lost(int sequence, SpoolListener listener) {
        load();
        int start = sequence < starts.size() ? starts.getInt(sequence) : -1;
        int noteLength = start < 0 ? 0 : records.getInt(start + NOTE_LENGTH);
        if (noteLength > 0) {
            listener.onUnreadable(records, start + HEADER_BYTES, noteLength);
        } else {
            listener.onCorrupt(1);
        }
    }

    /// Bytes of the records that are in memory.
    int memoryBytes() {
        return inMemory ? records.capacity() : 0;
    }

    /// Goes on with the file alone. Nothing may be added afterwards.
    void leaveMemory() {
        closeFile();
        inMemory = false;
        records.wrap(new byte[0]);
        starts.clear();
        end = 0;
    }

    /// Nothing will be added any more.
    void closeFile() {
        RandomAccessFile open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // What it has is there, what it hasn't is in memory.
            }
        }
    }

    private void store(int start, int size) {
        RandomAccessFile open = file;
        if (open != null) {
            try {
                open.write(records.byteArray(), start, size);
            } catch (IOException e) {
                closeFile();
            }
        }
    }

    /// Up to the first record that is not whole.
    private void load() {
        if (inMemory) {
            return;
        }
        inMemory = true;
        try {
            byte[] all = Files.size(path) <= MAX_FILE_BYTES ? Files.readAllBytes(path) : new byte[0];
            records.wrap(all);
        } catch (IOException e) {
            records.wrap(new byte[0]);
        }
        while (isWhole(end)) {
            starts.addInt(end);
            end += HEADER_BYTES + records.getInt(end + NOTE_LENGTH);
        }
    }

    private boolean isWhole(int start) {
        int left = records.capacity() - start - HEADER_BYTES;
        if (left < 0) {
            return false;
        }
        int noteLength = records.getInt(start + NOTE_LENGTH);
        return noteLength >= 0
                && noteLength <= Math.min(left, MAX_NOTE_BYTES)
                && records.getInt(start) == checksum(start, noteLength);
    }

    private int checksum(int start, int noteLength) {
        crc.reset();
        crc.update(records.byteArray(), start + OFFSET, HEADER_BYTES - OFFSET + noteLength);
        return (int) crc.getValue();
    }
}
