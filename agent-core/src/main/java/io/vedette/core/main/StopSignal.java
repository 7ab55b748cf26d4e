package io.vedette.core.main;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// SIGTERM and Ctrl-C as something that a command waits for: the JVM ends when the command has cleaned up and
/// closed this, however it came to its end, and in any case after a while.
final class StopSignal implements AutoCloseable {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private final Duration atMost;

    /// @param atMost for the clean-up
    StopSignal(Duration atMost) {
        this.atMost = atMost;
        Runtime.getRuntime().addShutdownHook(new Thread(this::onShutdown, "vedette-stop"));
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

    /// Ends a command that has cleaned up. If it was asked to stop, the JVM ends here: else its exit code
    /// would be that of the signal, and a sidecar that was told to stop look failed.
    ///
    /// @return the code
    int end(int code) {
        if (wasAsked()) {
            Runtime.getRuntime().halt(code);
        }
        return code;
    }

    @Override
    public void close() {
        cleanedUp.countDown();
    }

    private void onShutdown() {
        asked.countDown();
        try {
            if (!cleanedUp.await(atMost.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("vedette: the clean-up takes too long and is given up");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
