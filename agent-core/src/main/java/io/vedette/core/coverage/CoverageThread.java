package io.vedette.core.coverage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The thread `vedette-coverage`: takes in what the sink saw and what files say, judges, and tells
/// what has changed.
final class CoverageThread implements AutoCloseable {

    private static final Duration SAVE = Duration.ofSeconds(5);

    private final Coverage coverage;
    private final CoverageSink sink;
    private final TaskFiles files;
    private final Optional<StateFile> state;
    private final List<Outlet> outlets;
    private final InstantSource clock;
    private final long stepMs;
    private final Consumer<String> log;
    private final Thread thread = new Thread(this::run, "vedette-coverage");
    private final CountDownLatch end = new CountDownLatch(1);
    private Instant saved = Instant.MIN;
    private long faults;

    CoverageThread(
            Coverage coverage,
            CoverageSink sink,
            TaskFiles files,
            Optional<StateFile> state,
            List<Outlet> outlets,
            InstantSource clock,
            Duration step,
            Consumer<String> log) {
        this.coverage = coverage;
        this.sink = sink;
        this.files = files;
        this.state = state;
        this.outlets = List.copyOf(outlets);
        this.clock = clock;
        stepMs = step.toMillis();
        this.log = log;
        thread.setDaemon(true);
    }

    void start() {
        state.ifPresent(file -> file.read(coverage, clock.instant()));
        thread.start();
    }

    private void run() {
        boolean isEnded = false;
        while (!isEnded) {
            try {
                isEnded = end.await(stepMs, TimeUnit.MILLISECONDS);
                step();
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException fault) {
                faults++;
                if (Long.bitCount(faults) == 1) {
                    log.accept("coverage could not be judged: " + fault + " (" + faults + " times so far)");
                }
            }
        }
    }

    private void step() {
        List<Sighting> seen = new ArrayList<>();
        sink.seen().drainTo(seen);
        seen.forEach(coverage::saw);
        Instant now = clock.instant();
        files.look(coverage, now);
        for (Change change : coverage.look(now)) {
            byte[] event = ChangeJson.of(change);
            outlets.forEach(outlet -> outlet.tell(event));
        }
        if (saved.plus(SAVE).isBefore(now)) {
            saved = now;
            state.ifPresent(file -> file.write(coverage));
        }
    }

    /// Looks a last time, saves what is known, and gives events that wait a last chance.
    @Override
    public void close() {
        end.countDown();
        try {
            thread.join(1000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        state.ifPresent(file -> file.write(coverage));
        outlets.forEach(Outlet::close);
    }
}
