package io.vedette.transport.stream;

/// Finds the batch that an endpoint refuses as malformed, so that one bad batch cannot stop delivery for
/// good.
///
/// After a refusal, batches go one at a time for as long as any of those that were in flight may be the bad
/// one. The batch that is alone in flight at the given number of refusals is given up. The sender's thread
/// owns it.
final class Suspect {

    private static final long NONE = -1;

    private final int limit;
    private long position = NONE;
    private int refusals;
    private int oneAtATime;

    Suspect(int limit) {
        this.limit = limit;
    }

    /// Whether nothing may be sent while a batch is in flight.
    boolean isCareful() {
        return oneAtATime > 0;
    }

    boolean isGivenUp(long candidate) {
        return candidate == position && refusals >= limit;
    }

    /// Notes a refusal.
    ///
    /// @param oldest position of the oldest batch in flight
    /// @param inFlight how many there were
    void refused(long oldest, int inFlight) {
        refusals = oldest == position ? refusals + 1 : 1;
        position = oldest;
        oneAtATime = Math.max(oneAtATime, inFlight);
    }

    void acknowledged(int count) {
        oneAtATime = Math.max(0, oneAtATime - count);
    }

    void dropped() {
        position = NONE;
        refusals = 0;
        acknowledged(1);
    }
}
