package io.vedette.core.sensor;

import io.vedette.core.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells each time in which the tracer did not watch once. The drain's.
///
/// The tracer keeps the last ones only: of those that an agent without a CPU came too late for, it is told from when
/// to when they were.
final class TracerOutages {

    private final TracerMemory memory;
    private final List<Integer> kinds;
    private final Clock clock;
    private int told;
    private long toldToBootNs;
    private boolean isLastTold;

    /// @param memory without an outage yet
    /// @param kinds that the tracer watches
    TracerOutages(TracerMemory memory, List<Integer> kinds, Clock clock) {
        this.memory = memory;
        this.kinds = kinds;
        this.clock = clock;
        toldToBootNs = clock.bootTimeNs();
    }

    /// One that is over and was not told, or null.
    @Nullable
    Outage next() {
        int over = memory.outages();
        if (told == over) {
            return null;
        }
        if (over - told > TracerMemory.OUTAGES_KEPT) {
            told = over - TracerMemory.OUTAGES_KEPT;
            return tell(toldToBootNs, memory.outage(told).fromBootNs(), "the tracer missed more times than it keeps");
        }
        TracerMemory.Span span = memory.outage(told++);
        return tell(span.fromBootNs(), span.toBootNs(), cause(span.cause()));
    }

    /// The one that was not over when the tracer and its guard ended, once; or null. For when all others are told.
    @Nullable
    Outage last() {
        TracerMemory.Span open = memory.openOutage();
        if (isLastTold || open.fromBootNs() == 0) {
            return null;
        }
        isLastTold = true;
        return tell(open.fromBootNs(), clock.bootTimeNs(), cause(open.cause()));
    }

    private Outage tell(long fromBootNs, long toBootNs, String cause) {
        toldToBootNs = toBootNs;
        return new Outage(fromBootNs, toBootNs, kinds, cause);
    }

    private static String cause(int number) {
        return switch (number) {
            case TracerMemory.CAUSE_LATE -> "the tracer was held up and was replaced";
            case TracerMemory.CAUSE_ENDED -> "the tracer ended and was replaced";
            case TracerMemory.CAUSE_UNSEEN -> "processes came and went before the tracer found them";
            case TracerMemory.CAUSE_THROTTLED ->
                "the CPU quota of the agent's container ran out, so no process was traced";
            case TracerMemory.CAUSE_STARVED ->
                "others used all CPUs, of which the agent's container has a small share, so no process was traced";
            case TracerMemory.CAUSE_UNTOLD -> "the tracer was ended before it had told all";
            default -> "the tracer made room for a debugger";
        };
    }
}
