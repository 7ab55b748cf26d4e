package io.vedette.core.main;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// SIGTERM, SIGINT and SIGHUP as something that a command waits for. The first one asks; a second one ends the
/// process at once, and so does a clean-up that takes too long, whatever thread is stuck.
final class StopSignal implements AutoCloseable {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private final Signals signals;
    private final IntConsumer halt;
    private volatile Duration atMost;
    private final int codeWhenCutShort;

    /// @param atMost from the first signal to the end
    /// @param codeWhenCutShort what a process says that did not end in order
    StopSignal(Duration atMost, int codeWhenCutShort) {
        this(atMost, codeWhenCutShort, Runtime.getRuntime()::halt);
    }

    /// @param halt ends the process
    StopSignal(Duration atMost, int codeWhenCutShort, IntConsumer halt) {
        this.atMost = atMost;
        this.codeWhenCutShort = codeWhenCutShort;
        this.halt = halt;
        signals = Signals.handle(List.of("TERM", "INT", "HUP"), this::onSignal);
    }

    private synchronized void onSignal() {
        if (wasAsked()) {
            System.err.println("vedette: told to stop a second time, ends at once");
            halt.accept(codeWhenCutShort);
            return;
        }
        asked.countDown();
        Thread limit = new Thread(this::endInTime, "vedette-stop");
        limit.setDaemon(true);
        limit.start();
    }

    private void endInTime() {
        try {
            if (!cleanedUp.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                System.err.println("vedette: the stop takes too long and is cut short");
                halt.accept(codeWhenCutShort);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Sets how long it may take from the first signal to the end; not for a signal that has come.
    void within(Duration limit) {
        atMost = limit;
    }

    void await() throws InterruptedException {
        asked.await();
    }

    boolean wasAsked() {
        return asked.getCount() == 0;
    }

    /// @return whether it was asked to stop
    boolean await(long timeoutMs) throws InterruptedException {
        return asked.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /// Ends a command that has cleaned up. If it was asked to stop, the JVM ends here: nothing that is left,
    /// a stuck thread least of all, may hold it up.
    ///
    /// @return the code
    int end(int code) {
        if (wasAsked()) {
            System.out.flush();
            halt.accept(code);
        }
        return code;
    }

    @Override
    public void close() {
        cleanedUp.countDown();
        signals.close();
    }
}
