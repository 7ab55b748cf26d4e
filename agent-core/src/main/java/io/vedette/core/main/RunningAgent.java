package io.vedette.core.main;

import io.vedette.core.context.ContextThread;
import io.vedette.core.ffi.AnonymousMemory;
import io.vedette.core.http.HttpServer;
import io.vedette.core.pipeline.Pipeline;
import io.vedette.core.pipeline.UntoldLosses;
import io.vedette.core.sensor.Sensor;
import io.vedette.transport.spool.Spool;
import io.vedette.transport.stream.Leftover;
import io.vedette.transport.stream.Publisher;
import java.io.IOException;
import java.time.Duration;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/// What there is to stop, and how.
///
/// @param http null when nothing is to be answered
record RunningAgent(
        AnonymousMemory memory,
        Sensor sensor,
        Spool spool,
        Publisher publisher,
        Pipeline pipeline,
        ContextThread context,
        HealthThread health,
        Watchdog watchdog,
        @Nullable HttpServer http) {

    private static final Duration STEP = Duration.ofSeconds(1);

    /// Stops watching, delivers what waits, and frees everything. A step that hangs is given up; what its thread may
    /// still use is left to the end of the process.
    ///
    /// @return what was not delivered in time, and what is lost with the end
    StopReport stop(Duration timeout, Limited limited, ErrorHandler errors) {
        long startedNs = System.nanoTime();
        watchdog.close();
        if (http != null) {
            http.close();
        }
        context.close();
        boolean emptied = limited.run("emptying the rings", timeout.plus(STEP), pipeline::stop);
        Duration left = timeout.minusNanos(System.nanoTime() - startedNs);
        Leftover leftover = publisher.close(left.isNegative() ? Duration.ZERO : left);
        String trouble = spool.trouble();
        boolean closedSpool = limited.run("closing the spool", STEP, spool::close);
        limited.run("ending the look at the health", STEP, () -> {
            try {
                health.close();
            } catch (IOException fault) {
                errors.onError(fault);
            }
        });
        if (emptied && closedSpool) {
            sensor.close();
            memory.close();
        }
        boolean isKnown = emptied && closedSpool;
        return StopReport.of(leftover.batches(), isKnown, trouble, isKnown ? pipeline.untold() : new UntoldLosses());
    }
}
