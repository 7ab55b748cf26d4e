package io.vedette.transport.spool;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/// The files of a spool, as Chronicle Queue writes and reads them. Guarded by the spool's lock; who calls
/// knows which documents there are, so nothing here waits for one to appear.
final class SegmentFiles implements AutoCloseable {

    /// How long an unfinished document of a dead process is waited for before it is closed off.
    private static final long UNFINISHED_MS = 50;

    private static final int SMALLEST_BLOCK_BYTES = 256 << 10;

    private final SingleChronicleQueue queue;
    private @Nullable ExcerptAppender appender;
    private @Nullable ExcerptTailer tailer;
    private int tailed = -1;
    private long tailedNext = -1;

    SegmentFiles(Path directory, SegmentRoll roll, int maxBatchBytes) {
        this.queue = SingleChronicleQueueBuilder.binary(directory)
                .rollCycle(roll)
                .timeProvider(roll)
                .blockSize(blockBytes(maxBatchBytes))
                .timeoutMS(UNFINISHED_MS)
                .checkInterrupts(false)
                .build();
    }

    /// Appends a document to the present segment.
    ///
    /// @return its position
    long append(byte[] frame, int size) {
        if (appender == null) {
            appender = queue.createAppender();
            appender.singleThreadedCheckDisabled(true);
        }
        try (DocumentContext document = appender.writingDocument()) {
            boolean whole = false;
            try {
                requireNonNull(document.wire()).bytes().write(frame, 0, size);
                whole = true;
            } finally {
                if (!whole) {
                    document.rollbackOnClose();
                }
            }
        }
        return appender.lastIndexAppended();
    }

    /// Copies the document at a position into the frame.
    ///
    /// @return bytes of the document, padding included, or -1 if there is none
    int read(long position, Frame frame) {
        ExcerptTailer reader = at(position);
        if (reader == null) {
            return -1;
        }
        try (DocumentContext document = reader.readingDocument()) {
            if (!document.isPresent() || document.index() != position) {
                tailedNext = -1;
                return -1;
            }
            Bytes<?> bytes = requireNonNull(document.wire()).bytes();
            int size = Math.toIntExact(bytes.readRemaining());
            bytes.read(frame.array(size), 0, size);
            tailedNext = position + 1;
            return size;
        }
    }

    /// Unmaps a segment that is not the present one, so that it can be deleted.
    void forget(int segment) {
        if (tailed == segment) {
            closeTailer();
        }
    }

    /// To be called after files were deleted.
    void refresh() {
        queue.refreshDirectoryListing();
    }

    @Override
    public void close() {
        closeTailer();
        closeAppender();
        queue.close();
    }

    /// Gives up the appender after a fault: the next append makes another.
    void closeAppender() {
        if (appender != null) {
            appender.close();
        }
        appender = null;
    }

    private @Nullable ExcerptTailer at(long position) {
        ExcerptTailer reader = tailer;
        if (reader == null) {
            reader = queue.createTailer();
            reader.singleThreadedCheckDisabled(true);
            tailer = reader;
            tailedNext = -1;
        }
        int segment = SegmentRoll.segmentOf(position);
        boolean isNext = position == tailedNext && segment == tailed;
        if (!isNext && !reader.moveToIndex(position)) {
            closeTailer();
            return null;
        }
        tailed = segment;
        return reader;
    }

    private void closeTailer() {
        if (tailer != null) {
            tailer.close();
        }
        tailer = null;
        tailed = -1;
        tailedNext = -1;
    }

    /// A document must fit into the quarter of a block that is mapped twice.
    private static int blockBytes(int maxBatchBytes) {
        int needed = 4 * (maxBatchBytes + Frame.HEADER_BYTES + 64);
        return Math.max(SMALLEST_BLOCK_BYTES, Integer.highestOneBit(needed - 1) << 1);
    }
}
