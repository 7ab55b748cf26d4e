package io.vedette.core.telemetry;

import org.jspecify.annotations.Nullable;

/// What is counted for each container and kind. Every way to lose an event has a number and a sentence;
/// `stage` and `reason` are the numbers of `vedette.v1.LossStage` and `LossReason`, 0 for what is no loss.
public enum Tally {
    /// Events that the hook saw and that are neither lost nor drained: in the kernel's ring. Not a count, a
    /// level.
    IN_KERNEL(0, 0, 0),
    /// The kernel's ring had no room.
    KERNEL_RING_FULL(1, 1, 1),
    /// The kernel did not run the hook because it was already running on that CPU.
    KERNEL_SKIPPED(2, 1, 2),
    /// Records that came out of the kernel's ring.
    DRAINED(3, 0, 0),
    /// The record did not have the form that it should have.
    DRAIN_MALFORMED(4, 2, 3),
    /// The container's ring had no room: the ship did not keep up.
    RING_FULL(5, 3, 1),
    /// Written into a batch.
    SENT(6, 0, 0),
    /// It fits no batch.
    ENCODE_TOO_LARGE(7, 4, 4),
    /// The encoder found it malformed.
    ENCODE_MALFORMED(8, 4, 3),
    /// Of the sent ones: went with the oldest batches when the spool's quota was used up.
    SPOOL_FULL(9, 5, 6),
    /// Of the sent ones: the spool could not take the batch.
    SPOOL_FAILED(10, 5, 7),
    /// A fault of the agent while it was written into a batch; the error log has it.
    ENCODE_ERROR(11, 4, 10),

    /// Of the sent ones: the endpoint refused the batch for good, or as malformed again and again.
    REJECTED(12, 5, 11),
    /// As [#SPOOL_FULL], but sent by an earlier instance of the agent, in whose books it stands.
    EARLIER_SPOOL_FULL(13, 5, 12),
    /// As [#REJECTED], but sent by an earlier instance of the agent, in whose books it stands.
    EARLIER_REJECTED(14, 5, 13),
    /// The container had used up its share of a kernel ring that was filling up.
    KERNEL_RATE_LIMITED(15, 1, 14),
    /// The hook had no room to remember what it needs.
    KERNEL_NO_STATE(16, 1, 15),
    /// The agent had to save CPU, and the container had used up its share of the kind.
    KERNEL_SAMPLED(17, 1, 16),
    /// Of the sent ones: the batch could not be read back from the spool.
    SPOOL_CORRUPT(18, 5, 17),
    /// As [#SPOOL_CORRUPT], but sent by an earlier instance of the agent, in whose books it stands.
    EARLIER_SPOOL_CORRUPT(19, 5, 18),
    /// The sensor failed: what was in the kernel's ring went with it.
    KERNEL_ERROR(20, 1, 10);

    private static final int KERNEL_STAGE = 1;
    private static final int SPOOL_STAGE = 5;
    private static final Tally[] ALL = values();

    private final int number;
    private final int stage;
    private final int reason;

    Tally(int number, int stage, int reason) {
        this.number = number;
        this.stage = stage;
        this.reason = reason;
    }

    /// Numbers run from 0 and are never reused.
    public int number() {
        return number;
    }

    public int stage() {
        return stage;
    }

    public int reason() {
        return reason;
    }

    public boolean isLoss() {
        return stage != 0;
    }

    /// Whether the event is lost before its record came out of the kernel's ring.
    public boolean isLossInKernel() {
        return stage == KERNEL_STAGE;
    }

    /// Whether the event is lost before it was written into a batch.
    public boolean isLossBeforeSent() {
        return stage != 0 && stage < SPOOL_STAGE;
    }

    /// Whether the event was written into a batch by this instance, and the batch is lost.
    public boolean isLossAfterSent() {
        return stage == SPOOL_STAGE
                && this != EARLIER_SPOOL_FULL
                && this != EARLIER_REJECTED
                && this != EARLIER_SPOOL_CORRUPT;
    }

    /// That of a loss, as the stream tells it.
    ///
    /// @return null when there is none
    public static @Nullable Tally of(int stage, int reason) {
        for (Tally tally : ALL) {
            if (tally.isLoss() && tally.stage == stage && tally.reason == reason) {
                return tally;
            }
        }
        return null;
    }

    public static int count() {
        return ALL.length;
    }

    public static Tally at(int number) {
        return ALL[number];
    }
}
