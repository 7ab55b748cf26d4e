package io.vedette.transport.spool;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/// Remembers the position up to which everything is acknowledged, in a small file that is mapped: a killed
/// process loses nothing of it, since the kernel holds the page.
///
/// Two slots are written in turn, so that one is whole at any moment; the higher generation counts.
///
///     0          8            16           24      32
///     +----------+------------+------------+-------+----------------------
///     |  magic   | generation |  position  |  CRC  | second slot …
///     +----------+------------+------------+-------+----------------------
///
/// With both slots damaged, nothing is known as acknowledged: batches are sent again, and the endpoint drops
/// them. Guarded by the spool's lock.
final class AckFile implements AutoCloseable {

    static final long NOTHING = -1;

    private static final long MAGIC = 0x3156_4b43_4144_4556L; // "VEDACKV1"
    private static final int SLOT_BYTES = 24;
    private static final int FIRST_SLOT = 8;
    private static final int GENERATION = 0;
    private static final int POSITION = 8;
    private static final int CRC = 16;
    private static final int FILE_BYTES = 4096;

    private final MappedByteBuffer mapped;
    private final UnsafeBuffer file;
    private final CRC32C crc = new CRC32C();
    private final byte[] covered = new byte[16];
    private final UnsafeBuffer coveredView = new UnsafeBuffer(covered);
    private long generation;
    private long position = NOTHING;

    AckFile(Path path) throws IOException {
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES);
        }
        file = new UnsafeBuffer(mapped);
        if (file.getLong(0) == MAGIC) {
            load(FIRST_SLOT);
            load(FIRST_SLOT + SLOT_BYTES);
        }
        file.putLong(0, MAGIC);
    }

    long position() {
        return position;
    }

    void advance(long acknowledged) {
        position = acknowledged;
        generation++;
        int slot = FIRST_SLOT + (int) (generation & 1) * SLOT_BYTES;
        file.putLong(slot + GENERATION, generation);
        file.putLong(slot + POSITION, position);
        file.putLongVolatile(slot + CRC, checksum(generation, position));
    }

    @Override
    public void close() {
        BufferUtil.free(mapped);
    }

    private void load(int slot) {
        long slotGeneration = file.getLong(slot + GENERATION);
        long slotPosition = file.getLong(slot + POSITION);
        boolean isWhole = file.getLong(slot + CRC) == checksum(slotGeneration, slotPosition);
        if (isWhole && slotGeneration > generation && slotPosition >= 0) {
            generation = slotGeneration;
            position = slotPosition;
        }
    }

    private long checksum(long first, long second) {
        coveredView.putLong(0, first);
        coveredView.putLong(Long.BYTES, second);
        crc.reset();
        crc.update(covered, 0, covered.length);
        return crc.getValue();
    }
}
