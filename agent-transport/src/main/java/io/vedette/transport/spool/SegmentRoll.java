package io.vedette.transport.spool;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.rollcycles.RollCycleArithmetic;

/// Numbers the segments: rolls when it is told to, not when time passes.
///
/// Chronicle Queue starts a file for each "cycle" of its clock and names it by the cycle's time. Here a cycle
/// is a segment and the clock stands still until [#next]: segment 61 is the file `19700101-000101.cq4`, one
/// second a segment.
///
/// A position is the segment's number in the upper and the document's place in the lower 32 bits.
final class SegmentRoll implements RollCycle, TimeProvider {

    /// Of the segment that is being written, as Chronicle Queue wants it.
    static final String LIVE = ".cq4";

    /// Of the others, which Chronicle never sees: it would write to them, whatever is in them.
    static final String FINISHED = ".segment";

    static final String LEDGER = ".ledger";

    private static final int SECOND_MS = 1000;
    private static final String FORMAT = "yyyyMMdd-HHmmss";
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(FORMAT, Locale.ROOT);

    private final RollCycleArithmetic arithmetic = RollCycleArithmetic.of(512, 16);
    private int segment;

    SegmentRoll(int segment) {
        this.segment = segment;
    }

    int segment() {
        return segment;
    }

    void next() {
        segment++;
    }

    static Path live(Path directory, int segment) {
        return directory.resolve(name(segment) + LIVE);
    }

    static Path finished(Path directory, int segment) {
        return directory.resolve(name(segment) + FINISHED);
    }

    static Path ledger(Path directory, int segment) {
        return directory.resolve(name(segment) + LEDGER);
    }

    /// The number of a file named like a segment.
    ///
    /// @throws java.time.DateTimeException it is named otherwise
    static int segmentOf(Path file) {
        String name = file.getFileName().toString();
        String time = name.substring(0, name.lastIndexOf('.'));
        return Math.toIntExact(LocalDateTime.parse(time, NAME).toEpochSecond(ZoneOffset.UTC));
    }

    private static String name(int segment) {
        return NAME.format(LocalDateTime.ofEpochSecond(segment, 0, ZoneOffset.UTC));
    }

    static long position(int segment, int sequence) {
        return (long) segment << Integer.SIZE | sequence;
    }

    static int segmentOf(long position) {
        return (int) (position >>> Integer.SIZE);
    }

    static int sequenceOf(long position) {
        return (int) position;
    }

    @Override
    public long currentTimeMillis() {
        return (long) segment * SECOND_MS;
    }

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public int lengthInMillis() {
        return SECOND_MS;
    }

    @Override
    public int defaultIndexCount() {
        return arithmetic.indexCount();
    }

    @Override
    public int defaultIndexSpacing() {
        return arithmetic.indexSpacing();
    }

    @Override
    public long toIndex(int cycle, long sequenceNumber) {
        return arithmetic.toIndex(cycle, sequenceNumber);
    }

    @Override
    public long toSequenceNumber(long index) {
        return arithmetic.toSequenceNumber(index);
    }

    @Override
    public int toCycle(long index) {
        return arithmetic.toCycle(index);
    }

    @Override
    public long maxMessagesPerCycle() {
        return arithmetic.maxMessagesPerCycle();
    }
}
