package io.vedette.core.coverage;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Coverage at an endpoint, from its start to its end. Any thread may ask it and tell it of tasks.
public final class CoverageService implements AutoCloseable {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final String POSTED = "posted";

    private final Coverage coverage;
    private final CoverageSink sink;
    private final InstantSource clock;
    private final Place place;
    private final List<Outlet> outlets;
    private final CoverageThread thread;

    private CoverageService(
            CoverageConfig config,
            CoverageSink sink,
            Exclusions exclusions,
            InstantSource clock,
            Consumer<String> log) {
        this.sink = sink;
        this.clock = clock;
        place = config.place();
        coverage = new Coverage(config.rules(), exclusions, config.mostTasks(), clock.instant());
        outlets = new ArrayList<>();
        config.events().ifPresent(file -> outlets.add(new LineOutlet(file, log)));
        config.webhook().ifPresent(address -> outlets.add(new Webhook(address, FIRST_WAIT, log)));
        thread = new CoverageThread(
                coverage,
                sink,
                new TaskFiles(config.taskFiles(), place, log),
                config.state().map(file -> new StateFile(file, log)),
                outlets,
                clock,
                config.step(),
                log);
    }

    /// @param sink that batches go through; stays the caller's
    /// @param log takes a sentence, from any thread
    public static CoverageService start(
            CoverageConfig config,
            CoverageSink sink,
            Exclusions exclusions,
            InstantSource clock,
            Consumer<String> log) {
        CoverageService service = new CoverageService(config, sink, exclusions, clock, log);
        service.thread.start();
        return service;
    }

    /// Takes in a document about tasks.
    ///
    /// @param where the tasks are, as far as that is known
    /// @return how many tasks it told of
    /// @throws IOException in one line, when it can't be read; nothing of it is taken in
    public int tell(byte[] document, Place where) throws IOException {
        Statement said = Documents.read(document, where.or(place));
        coverage.state(said, POSTED, false, clock.instant());
        return said.tasks().size();
    }

    /// How tasks were judged last.
    public Report report(Filter filter) {
        long events = outlets.stream().mapToLong(Outlet::lost).sum();
        return coverage.report(filter, new Lost(0, 0, sink.lost(), events), clock.instant());
    }

    @Override
    public void close() {
        thread.close();
    }
}
