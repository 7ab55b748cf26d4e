package io.vedette.transport.spool;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// A spool on disk that carries on in memory, bounded, while the disk can't be used, and goes back to it.
///
/// What is on disk comes before what is in memory. While anything is in memory, whatever is appended goes
/// there too; every few seconds an append tries the disk again. Once it can be written to, batches of the
/// memory that are in flight are waited for, the others move to the disk, and all is as before.
///
///     sender ◄── │ disk: older batches │ memory: while the disk fails │ ◄── ship
///
/// Positions grow over all of that: those in memory are of a segment that the disk leaves out.
public final class FallbackSpool implements Spool {

    private static final int BEFORE_ALL_SEGMENTS = 0;
    private static final long NOTHING = -1;
    private static final UnsafeBuffer NO_NOTE = new UnsafeBuffer(new byte[0]);

    private final SpoolConfig config;
    private final long memoryBytes;
    private final SpoolListener listener;
    private final NanoClock clock;
    private final long retryNs;
    private final Taker taker = new Taker();

    private @Nullable ChronicleSpool disk;
    private @Nullable MemorySpool memory;
    private int memorySegment = BEFORE_ALL_SEGMENTS;
    private long nextTryNs;
    private long lastOfDisk = NOTHING;
    private long beforeMemory = NOTHING;
    private boolean holdsReads;
    private boolean closed;
    private String trouble = "";

    private FallbackSpool(SpoolConfig config, long memoryBytes, SpoolListener listener, NanoClock clock, long retryNs) {
        this.config = config;
        this.memoryBytes = memoryBytes;
        this.listener = listener;
        this.clock = clock;
        this.retryNs = retryNs;
        this.nextTryNs = clock.nanoTime() + retryNs;
    }

    /// Opens the directory, or starts in memory: [#trouble()] says which.
    ///
    /// @param memoryBytes for the batches that are in memory
    /// @param retryNs between attempts to use the disk again
    public static FallbackSpool open(
            SpoolConfig config, long memoryBytes, SpoolListener listener, NanoClock clock, long retryNs) {
        FallbackSpool spool = new FallbackSpool(config, memoryBytes, listener, clock, retryNs);
        if (!spool.openDisk()) {
            spool.memory = new MemorySpool(memoryBytes, listener);
        }
        return spool;
    }

    @Override
    public long append(DirectBuffer batch, int offset, int length) {
        return append(batch, offset, length, NO_NOTE, 0, 0);
    }

    @Override
    public synchronized long append(
            DirectBuffer batch, int offset, int length, DirectBuffer note, int noteOffset, int noteLength) {
        if (closed) {
            return CLOSED;
        }
        if (length > config.maxBatchBytes()) {
            return TOO_LARGE;
        }
        lookAfterDisk();
        ChronicleSpool onDisk = disk;
        MemorySpool inMemory = memory;
        if (onDisk != null && inMemory == null) {
            long position = onDisk.append(batch, offset, length, note, noteOffset, noteLength);
            if (position != FAILED) {
                return position;
            }
            trouble = onDisk.trouble();
            memorySegment = onDisk.skipSegment();
            beforeMemory = NOTHING;
            nextTryNs = clock.nanoTime() + retryNs;
        }
        if (inMemory == null) {
            inMemory = new MemorySpool(memoryBytes, listener, SegmentRoll.position(memorySegment, 0));
            memory = inMemory;
        }
        return inMemory.append(batch, offset, length, note, noteOffset, noteLength);
    }

    @Override
    public synchronized boolean read(SpoolReader reader) {
        if (holdsReads) {
            lookAfterDisk();
        }
        ChronicleSpool onDisk = disk;
        MemorySpool inMemory = memory;
        taker.reader = reader;
        // Behind what is in flight of the memory nothing of the disk may come: an acknowledgement stands for all
        // before.
        if (onDisk != null && (inMemory == null || !inMemory.isInFlight()) && onDisk.read(taker)) {
            return true;
        }
        if (inMemory == null || holdsReads) {
            return false;
        }
        beforeMemory = lastOfDisk;
        return inMemory.read(reader);
    }

    @Override
    public synchronized void rewind() {
        if (disk != null) {
            disk.rewind();
        }
        if (memory != null) {
            memory.rewind();
        }
    }

    @Override
    public synchronized void ack(long position) {
        boolean isInMemory = memory != null && SegmentRoll.segmentOf(position) == memorySegment;
        if (isInMemory && memory != null) {
            memory.ack(position);
        }
        if (disk != null) {
            disk.ack(isInMemory ? beforeMemory : position);
        }
    }

    @Override
    public synchronized long waitingBatches() {
        return (disk == null ? 0 : disk.waitingBatches()) + (memory == null ? 0 : memory.waitingBatches());
    }

    @Override
    public synchronized long waitingBytes() {
        return (disk == null ? 0 : disk.waitingBytes()) + (memory == null ? 0 : memory.waitingBytes());
    }

    /// Whether all that waits, and what is appended next, survives the end of the process.
    @Override
    public synchronized boolean isDurable() {
        return disk != null && memory == null;
    }

    @Override
    public synchronized String trouble() {
        return memory == null ? "" : trouble;
    }

    /// Puts what is in memory on the disk if that can be had again; else it is lost, and reported.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        if (memory != null && openDisk() && disk != null) {
            disk.lookAfterFile();
            memory.rewind();
            if (memory.moveTo(disk)) {
                memory = null;
            }
        }
        closed = true;
        if (memory != null) {
            memory.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    /// Now and then: is the file still there, can the disk be used again?
    private void lookAfterDisk() {
        long nowNs = clock.nanoTime();
        if (!holdsReads && nowNs - nextTryNs < 0) {
            return;
        }
        nextTryNs = nowNs + retryNs;
        MemorySpool inMemory = memory;
        if (inMemory == null) {
            if (disk != null) {
                disk.lookAfterFile();
            }
            return;
        }
        if (!openDisk() || disk == null || !disk.isWritable()) {
            holdsReads = false;
            return;
        }
        // What is in flight would have two places; until it is back, no more of the memory goes out.
        holdsReads = inMemory.isInFlight();
        if (!holdsReads && inMemory.moveTo(disk)) {
            inMemory.close();
            memory = null;
        }
    }

    private boolean openDisk() {
        if (disk != null) {
            return true;
        }
        try {
            disk = ChronicleSpool.open(config, listener);
            return true;
        } catch (SpoolException unusable) {
            trouble = String.valueOf(unusable.getMessage());
            return false;
        }
    }

    /// Notes where the disk was read up to.
    private final class Taker implements SpoolReader {

        private @Nullable SpoolReader reader;

        @Override
        public void onBatch(long position, DirectBuffer buffer, int offset, int length) {
            lastOfDisk = position;
            if (reader != null) {
                reader.onBatch(position, buffer, offset, length);
            }
        }
    }
}
