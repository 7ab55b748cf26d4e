package io.vedette.transport.spool;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/// The segment that is being written, as Chronicle Queue writes it, into room that was taken beforehand.
/// Guarded by the spool's lock.
final class SegmentFiles implements AutoCloseable {

    /// How long an unfinished document of a dead process is waited for before it is closed off.
    private static final long UNFINISHED_MS = 50;

    private static final int SMALLEST_BLOCK_BYTES = 256 << 10;

    private final Path directory;
    private final SegmentRoll roll;
    private final int maxBatchBytes;
    private final long segmentBytes;
    private SingleChronicleQueue queue;
    private @Nullable ExcerptAppender appender;
    private @Nullable Room room;
    private int offset;
    private int end;

    SegmentFiles(Path directory, SegmentRoll roll, int maxBatchBytes, long segmentBytes) {
        this.directory = directory;
        this.roll = roll;
        this.maxBatchBytes = maxBatchBytes;
        this.segmentBytes = segmentBytes;
        this.queue = build(directory, roll, maxBatchBytes);
    }

    private static SingleChronicleQueue build(Path directory, SegmentRoll roll, int maxBatchBytes) {
        return SingleChronicleQueueBuilder.binary(directory)
                .rollCycle(roll)
                .timeProvider(roll)
                .blockSize(blockBytes(maxBatchBytes))
                .timeoutMS(UNFINISHED_MS)
                .checkInterrupts(false)
                .build();
    }

    /// Makes everything of Chronicle's anew after a fault; its own small file is gone.
    void renew() {
        quietly(this::closeAppender);
        appender = null;
        quietly(queue::close);
        queue = build(directory, roll, maxBatchBytes);
    }

    private static void quietly(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | InternalError | AssertionError e) {
            // What it would have written to is spoiled, and nobody will ask for it.
        }
    }

    /// Begins a segment, whose file is there and empty.
    void begin(Path file) throws IOException {
        closeRoom();
        end = 0;
        room = new Room(file, segmentBytes);
    }

    /// Where the next document begins, about.
    int end() {
        return end;
    }

    /// Bytes that a document of this size would take from the disk.
    long missing(int size) {
        return room().missing(end, size);
    }

    /// Takes them.
    void take(long bytes) throws IOException {
        room().take(bytes);
    }

    /// Bytes of the disk that the present file has.
    long taken() {
        return room().taken();
    }

    /// Appends a document to the present segment, for which there is room.
    ///
    /// @return its position; where its bytes lie in the file is in [#offset]
    /// @throws IOException it is not there
    long append(byte[] frame, int size) throws IOException {
        if (appender == null) {
            appender = queue.createAppender();
            appender.singleThreadedCheckDisabled(true);
        }
        try (DocumentContext document = appender.writingDocument()) {
            boolean whole = false;
            try {
                Bytes<?> bytes = requireNonNull(document.wire()).bytes();
                offset = Math.toIntExact(bytes.writePosition());
                bytes.write(frame, 0, size);
                whole = true;
            } finally {
                if (!whole) {
                    document.rollbackOnClose();
                }
            }
        }
        room().check();
        end = SegmentReader.end(offset, size);
        return appender.lastIndexAppended();
    }

    /// Where the last document lies.
    int offset() {
        return offset;
    }

    /// To be called after files were deleted.
    void refresh() {
        queue.refreshDirectoryListing();
    }

    @Override
    public void close() {
        quietly(this::closeAppender);
        closeRoom();
        quietly(queue::close);
    }

    private void closeAppender() {
        if (appender != null) {
            appender.close();
        }
        appender = null;
    }

    private Room room() {
        return requireNonNull(room);
    }

    private void closeRoom() {
        if (room != null) {
            room.close();
        }
        room = null;
    }

    /// A document must fit into the quarter of a block that is mapped twice.
    private static int blockBytes(int maxBatchBytes) {
        int needed = 4 * (maxBatchBytes + Frame.HEADER_BYTES + 64);
        return Math.max(SMALLEST_BLOCK_BYTES, Integer.highestOneBit(needed - 1) << 1);
    }
}
