package io.vedette.core.pipeline;

import io.vedette.core.identity.Container;
import io.vedette.core.telemetry.Tally;
import java.util.ArrayDeque;
import java.util.Queue;

/// Losses that were told in batches that did not arrive: they are to be told again. Any thread.
final class LostReports {

    /// @param count that the report told as new
    record Lost(Container container, int kind, Tally tally, long count) {}

    private final Queue<Lost> lost = new ArrayDeque<>();

    synchronized void add(Lost report) {
        lost.add(report);
    }

    synchronized boolean isEmpty() {
        return lost.isEmpty();
    }

    /// Takes all that is lost out of what counts as told.
    synchronized void takeBack(ReportedBooks reported) {
        for (Lost report = lost.poll(); report != null; report = lost.poll()) {
            reported.takeBack(report);
        }
    }
}
