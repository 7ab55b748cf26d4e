package io.vedette.transport.spool;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/// Remembers the position up to which everything is acknowledged, in a small file: a killed process loses
/// nothing of it, since the kernel has what was written.
///
/// Two slots are written in turn, so that one is whole at any moment; the higher generation counts.
///
///     0          8            16           24      32
///     +----------+------------+------------+-------+----------------------
///     |  magic   | generation |  position  |  CRC  | second slot …
///     +----------+------------+------------+-------+----------------------
///
/// With both slots damaged, nothing is known as acknowledged: batches are sent again, and the endpoint drops
/// them. It is written by plain writes, not mapped: where the disk fails, the position is known for as long as
/// the process lives. Guarded by the spool's lock.
final class AckFile implements AutoCloseable {

    static final long NOTHING = -1;

    private static final long MAGIC = 0x3156_4b43_4144_4556L; // "VEDACKV1"
    private static final int SLOT_BYTES = 24;
    private static final int FIRST_SLOT = 8;
    private static final int GENERATION = 0;
    private static final int POSITION = 8;
    private static final int CRC = 16;
    private static final int FILE_BYTES = FIRST_SLOT + 2 * SLOT_BYTES;

    private final RandomAccessFile file;
    private final byte[] content = new byte[FILE_BYTES];
    private final UnsafeBuffer view = new UnsafeBuffer(content);
    private final CRC32C crc = new CRC32C();
    private long generation;
    private long position = NOTHING;

    AckFile(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "rw");
        boolean opened = false;
        try {
            load();
            view.putLong(0, MAGIC);
            // Once as a whole: from now on there is room for it, whatever becomes of the disk.
            file.seek(0);
            file.write(content);
            opened = true;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    long position() {
        return position;
    }

    void advance(long acknowledged) {
        position = acknowledged;
        generation++;
        int slot = FIRST_SLOT + (int) (generation & 1) * SLOT_BYTES;
        view.putLong(slot + GENERATION, generation);
        view.putLong(slot + POSITION, position);
        view.putLong(slot + CRC, checksum(slot));
        try {
            file.seek(slot);
            file.write(content, slot, SLOT_BYTES);
        } catch (IOException e) {
            // After a restart it is sent again, and the endpoint knows it.
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // What was written is with the kernel.
        }
    }

    private void load() throws IOException {
        try {
            file.readFully(content);
        } catch (EOFException e) {
            // A new one, or a damaged one.
        }
        if (view.getLong(0) == MAGIC) {
            load(FIRST_SLOT);
            load(FIRST_SLOT + SLOT_BYTES);
        }
    }

    private void load(int slot) {
        long slotGeneration = view.getLong(slot + GENERATION);
        long slotPosition = view.getLong(slot + POSITION);
        boolean isWhole = view.getLong(slot + CRC) == checksum(slot);
        if (isWhole && slotGeneration > generation && slotPosition >= 0) {
            generation = slotGeneration;
            position = slotPosition;
        }
    }

    private long checksum(int slot) {
        crc.reset();
        crc.update(content, slot, CRC);
        return crc.getValue();
    }
}
