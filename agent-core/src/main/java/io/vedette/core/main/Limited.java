package io.vedette.core.main;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;

/// Steps of a stop, each with an end: a thread that is stuck, or a disk that hangs, holds up one of them only.
final class Limited {

    private final ErrorHandler errors;
    private final OperatorLog log;

    Limited(ErrorHandler errors, OperatorLog log) {
        this.errors = errors;
        this.log = log;
    }

    /// Does a step on a thread of its own.
    ///
    /// @return whether it came to its end in time
    boolean run(String what, Duration atMost, Runnable step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (Throwable fault) {
                        errors.onError(fault);
                    }
                },
                "vedette-end");
        thread.setDaemon(true);
        thread.start();
        try {
            if (thread.join(atMost)) {
                return true;
            }
            log.say(what + " takes longer than " + TimeUnit.MILLISECONDS.toSeconds(atMost.toMillis())
                    + " s and is given up");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
