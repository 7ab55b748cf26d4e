package io.vedette.core.main;

import io.vedette.transport.endpoint.BatchLines;
import io.vedette.transport.endpoint.BatchSink;
import io.vedette.transport.endpoint.IngestConfig;
import io.vedette.transport.endpoint.IngestServer;
import io.vedette.transport.endpoint.JsonLinesFile;
import io.vedette.transport.endpoint.JsonLinesSink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `vedette endpoint`: the reference endpoint, until it is told to stop.
@Command(name = "endpoint", description = "Run an endpoint that writes what agents deliver as JSON, one object a line.")
final class EndpointCommand implements Callable<Integer> {

    private static final Duration CLEAN_UP = Duration.ofSeconds(10);

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:4317",
            description = "where to listen; port 0 takes a free one (default: ${DEFAULT-VALUE})")
    private String listen = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "-",
            description = "where to append lines, with a journal FILE.journal; - is standard output (default: "
                    + "${DEFAULT-VALUE})")
    private String out = "";

    @Option(
            names = "--format",
            paramLabel = "json|ocsf",
            defaultValue = "json",
            description = "the project's own lines, or those of the Open Cybersecurity Schema Framework (default: "
                    + "${DEFAULT-VALUE})")
    private String format = "";

    @Option(names = "--certificate", paramLabel = "PEM", description = "certificate chain, for TLS")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "PEM", description = "private key of the certificate, PKCS#8")
    private @Nullable Path key;

    @Override
    public Integer call() throws IOException, InterruptedException {
        IngestConfig plain = IngestConfig.parseListen(listen);
        IngestConfig config = new IngestConfig(
                plain.host(), plain.port(), certificate, key, plain.maxBatchBytes(), plain.maxInstances());
        BatchLines lines = BatchLines.named(format);
        BatchSink sink = out.equals("-")
                ? new JsonLinesSink(lines, System.out)
                : new JsonLinesFile(lines, Path.of(out), config.maxInstances());
        try (StopSignal stop = new StopSignal(CLEAN_UP)) {
            try (IngestServer server = IngestServer.start(config, sink)) {
                System.err.println("listening on " + config.host() + ":" + server.port()
                        + (certificate == null ? " (plain text)" : " (TLS)"));
                stop.await();
            }
            return stop.end(0);
        }
    }
}
