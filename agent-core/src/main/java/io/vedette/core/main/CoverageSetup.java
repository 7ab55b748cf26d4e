package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import io.vedette.core.coverage.CoverageConfig;
import io.vedette.core.coverage.CoverageService;
import io.vedette.core.coverage.CoverageSink;
import io.vedette.core.coverage.Exclusions;
import io.vedette.core.coverage.Place;
import io.vedette.core.coverage.Rules;
import io.vedette.core.http.HttpServer;
import io.vedette.core.http.ListenAddress;
import io.vedette.core.inject.text.DefinitionException;
import io.vedette.transport.endpoint.BatchSink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Coverage at an endpoint, and its pages. Closing it leaves the sink open.
final class CoverageSetup implements AutoCloseable {

    private static final int MOST_TASKS = 5_000;
    private static final Duration STEP = Duration.ofMillis(500);

    private final CoverageSink sink;
    private final CoverageService service;
    private final HttpServer server;

    private CoverageSetup(CoverageSink sink, CoverageService service, HttpServer server) {
        this.sink = sink;
        this.service = service;
        this.server = server;
    }

    /// @param behind where batches go
    /// @param isOutput whether they go to the standard output
    /// @throws ConfigException with one line about the option that can't be used
    /// @throws DefinitionException about the policy
    static CoverageSetup start(CoverageOptions options, BatchSink behind, boolean isOutput, Consumer<String> log)
            throws DefinitionException {
        if (isOutput && "-".equals(options.events)) {
            throw new ConfigException("--out and --coverage-events can't both be -: give one of them a file");
        }
        ListenAddress address = ListenAddress.parse("--coverage", String.valueOf(options.listen));
        Exclusions exclusions = options.policy == null ? Exclusions.NONE : CoveragePolicy.of(options.policy);
        CoverageConfig config = config(options);
        CoverageSink sink = new CoverageSink(behind);
        CoverageService service = CoverageService.start(config, sink, exclusions, InstantSource.system(), log);
        HttpServer server = HttpServer.start(address, CoveragePages.of(service), sentence -> {
            if (!sentence.isEmpty()) {
                log.accept(sentence);
            }
        });
        return new CoverageSetup(sink, service, server);
    }

    private static CoverageConfig config(CoverageOptions options) {
        return new CoverageConfig(
                List.copyOf(options.tasks),
                new Place(options.account, "", options.cluster, ""),
                new Rules(options.agentName, options.grace, options.silence, options.keep, options.injectedSince()),
                MOST_TASKS,
                STEP,
                Optional.ofNullable(options.events),
                options.webhook(),
                Optional.ofNullable(options.state));
    }

    /// What batches have to go through.
    BatchSink sink() {
        return sink;
    }

    /// @param action gets the port that is listened on, once it is
    @SuppressWarnings("FutureReturnValueIgnored") // it is for saying so, no more
    void onListening(Consumer<Integer> action) {
        server.bound().thenAccept(action);
    }

    @Override
    public void close() {
        server.close();
        service.close();
    }
}
