package io.vedette.core.sensor;

import io.vedette.core.event.CountHandler;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.filter.Filters;
import io.vedette.core.limits.Shedding;
import org.jspecify.annotations.Nullable;

/// A source of records about what processes do: one way of watching, with one owner.
///
/// All methods are called by one thread, the drain. Nothing here throws for what the kernel refuses: what a
/// sensor cannot see is said in its [SensorReport].
public interface Sensor extends AutoCloseable {

    /// Leaves out what the filters do not want, from the next events on; what was not wanted before and is now
    /// comes again. Before [#attach()] too.
    default void apply(Filters filters) {}

    /// Leaves out everything in a cgroup, or no more.
    ///
    /// @return false when there is no room for one more
    default boolean ignore(long cgroupId, boolean ignore) {
        return true;
    }

    /// Tells less from now on, or all again. What is left out is counted.
    default void shed(Shedding shedding) {}

    /// Starts to watch as much as can be watched here; after [#close()] anew, with the same filters.
    SensorReport attach();

    /// Hands over what already runs: one `RUNNING` record for each process. Called after [#attach()], so that
    /// nothing falls between the two; a process that started in between comes twice, and one that ended comes
    /// as if it ran.
    ///
    /// @return how many records were handed over
    int snapshot(RecordHandler handler);

    /// Hands over at most `limit` records, in the order in which they were written.
    ///
    /// @return how many there were
    int poll(RecordHandler handler, int limit);

    /// Blocks until there may be something to poll, or the timeout passed.
    ///
    /// @param timeoutMs milliseconds, not negative
    void await(int timeoutMs);

    /// For who waits for several sensors, in place of [#await]. Valid until [#close()].
    default Waiting waiting() {
        return Waiting.NONE;
    }

    /// Reports what the hooks counted since [#attach()]: totals, which only grow.
    void readCounts(CountHandler handler);

    /// Forgets the counts of a cgroup that is gone.
    void forget(long cgroupId);

    /// Bytes written by the hooks and not yet polled.
    long waitingBytes();

    /// Whether it still watches what it said when it was attached.
    ///
    /// @return one sentence about what is wrong, or nothing
    default String trouble() {
        return "";
    }

    /// Time that was not watched and is over, each told once: it watches again, and knows nothing of what it missed.
    ///
    /// @return null when there is none
    default @Nullable Outage outage() {
        return null;
    }

    /// Stops watching. What was written before can still be polled until [#close()].
    void detach();

    /// Frees everything; only [#attach()] makes the sensor usable again.
    @Override
    void close();
}
