package io.vedette.core.pipeline;

import io.vedette.core.identity.ExecId;
import io.vedette.core.identity.ProcessImage;

/// What field writers need beside the record. One thread, the ship.
final class EncodeContext {

    private final ExecId execId;
    private final ProcessImage image;
    private boolean imageIsKnown;
    private long bootEpochNs;
    private int incomplete;
    private final PathJoiner joiner = new PathJoiner();

    EncodeContext(ExecId execId, ProcessImage image) {
        this.execId = execId;
        this.image = image;
    }

    /// @param reference image of the process, pinned, or [ProcessImage#NONE]
    /// @param bootEpochNs Unix epoch of the boot clock
    void begin(long reference, long bootEpochNs) {
        imageIsKnown = image.wrap(reference);
        this.bootEpochNs = bootEpochNs;
        incomplete = 0;
    }

    /// Reused: holds what was joined last.
    PathJoiner joiner() {
        return joiner;
    }

    /// Notes what only the encoding found out.
    ///
    /// @param bits of [io.vedette.core.event.IncompleteBits]
    void markIncomplete(int bits) {
        incomplete |= bits;
    }

    /// What was noted since [#begin].
    int incomplete() {
        return incomplete;
    }

    ExecId execId() {
        return execId;
    }

    /// Whether [#image()] is on the image of the event's process.
    boolean imageIsKnown() {
        return imageIsKnown;
    }

    ProcessImage image() {
        return image;
    }

    /// Nanoseconds of the Unix epoch.
    long epochNs(long bootTimeNs) {
        return bootTimeNs + bootEpochNs;
    }
}
