package io.vedette.core.main;

import io.vedette.core.limits.Priority;
import io.vedette.core.sensor.PtraceConfig;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;

/// A thread that keeps the priority with which the agent was started, for programs that an app may have to wait for:
/// they get the priority of the thread that starts them, and nobody may raise it later.
///
/// It is made before the agent stands back, and waits.
final class PromptThread implements PtraceConfig.Starter, AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, Priority.PROMPT);
        made.setDaemon(true);
        return made;
    });

    /// Returns when the thread is there.
    PromptThread() {
        start(() -> 0);
    }

    /// After [#close()] on the thread that asks.
    @Override
    public int start(IntSupplier start) {
        if (thread.isShutdown()) {
            return start.getAsInt();
        }
        try {
            return thread.submit(start::getAsInt).get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a program was started", interrupted);
        } catch (ExecutionException fault) {
            throw new IllegalStateException("a program could not be started", fault.getCause());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
