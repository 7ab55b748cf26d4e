package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import io.vedette.transport.endpoint.BatchLines;
import io.vedette.transport.endpoint.BatchSink;
import io.vedette.transport.endpoint.IngestConfig;
import io.vedette.transport.endpoint.IngestServer;
import io.vedette.transport.endpoint.JsonLinesFile;
import io.vedette.transport.endpoint.JsonLinesSink;
import io.vedette.transport.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Option(
            names = "--no-sync",
            description = "acknowledge before lines are forced to the disk: what was acknowledged survives a kill of "
                    + "this process, but no power cut")
    private boolean noSync;

    @Option(
            names = "--client-ca",
            paramLabel = "PEM",
            description = "demand of agents a certificate of one of these authorities")
    private @Nullable Path clientAuthorities;

    @Mixin
    private CoverageOptions coverage = new CoverageOptions();

    @Override
    public Integer call() throws Exception {
        IngestConfig plain = IngestConfig.parseListen(listen);
        IngestConfig config =
                new IngestConfig(plain.host(), plain.port(), tls(), plain.maxBatchBytes(), plain.maxInstances());
        BatchLines lines = BatchLines.named(format);
        BatchSink sink = out.equals("-")
                ? new JsonLinesSink(lines, System.out)
                : new JsonLinesFile(lines, Path.of(out), config.maxInstances(), !noSync);
        try (StopSignal stop = new StopSignal(CLEAN_UP, ExitCode.FAILED.number())) {
            if (coverage.isWanted()) {
                try (CoverageSetup setup = CoverageSetup.start(coverage, sink, out.equals("-"), EndpointCommand::say)) {
                    setup.onListening(port -> System.err.println("coverage on port " + port));
                    serve(config, setup.sink(), stop);
                }
            } else {
                serve(config, sink, stop);
            }
            return stop.end(0);
        }
    }

    private static void serve(IngestConfig config, BatchSink sink, StopSignal stop)
            throws IOException, InterruptedException {
        try (IngestServer server = IngestServer.start(config, sink, EndpointCommand::say)) {
            System.err.println("listening on " + config.host() + ":" + server.port() + security(config));
            stop.await();
        }
    }

    private @Nullable TlsFiles tls() {
        if (certificate == null && key == null && clientAuthorities == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new ConfigException(
                    "TLS needs both --certificate and --key" + (clientAuthorities == null ? "" : ", --client-ca too"));
        }
        return new TlsFiles(clientAuthorities, certificate, key);
    }

    private static String security(IngestConfig config) {
        TlsFiles tls = config.tls();
        if (tls == null) {
            return " (plain text)";
        }
        return tls.authorities() == null ? " (TLS)" : " (TLS, with certificates of agents)";
    }

    private static void say(String line) {
        System.err.println("vedette endpoint: " + line);
    }
}
