package io.vedette.core.main;

import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// Ends the process, because nothing else helps. What is in the spool is safe at any moment.
@FunctionalInterface
interface LastResort {

    /// For the sentence, which may need what is stuck too: the log, or another thread's stack.
    long SAY_MS = 1000;

    /// Does not come back in production.
    ///
    /// @param why gives one sentence
    void end(ExitCode code, Supplier<String> why);

    /// Says it, if that can be done in a second, and ends the process without waiting for any thread.
    static LastResort halting(OperatorLog log, ToIntFunction<ExitCode> number) {
        return (code, why) -> {
            int exit = number.applyAsInt(code);
            try {
                Thread saying = new Thread(() -> log.say("ends with " + exit + ": " + why.get()), "vedette-end");
                saying.setDaemon(true);
                saying.start();
                saying.join(SAY_MS);
            } catch (InterruptedException | OutOfMemoryError unsaid) {
                // It ends all the same.
            } finally {
                Runtime.getRuntime().halt(exit);
            }
        };
    }
}
