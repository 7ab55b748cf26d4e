package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import io.vedette.core.http.Bounds;
import io.vedette.core.http.HttpServer;
import io.vedette.core.http.ListenAddress;
import io.vedette.core.http.Page;
import io.vedette.core.http.Site;
import io.vedette.core.inject.target.Sidecar;
import io.vedette.core.injector.Injections;
import io.vedette.core.injector.InjectorSite;
import io.vedette.core.injector.RequestBook;
import io.vedette.core.injector.Rules;
import io.vedette.core.metrics.InjectorMetrics;
import io.vedette.core.policy.Facts;
import io.vedette.core.telemetry.Plain;
import io.vedette.transport.tls.Engine;
import io.vedette.transport.tls.ServerTls;
import io.vedette.transport.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What `vedette injector` does with its options.
///
/// @param tls null for plain text
/// @param policy that says which tasks get the sidecar, if there is one
/// @param given what is known of all tasks
record InjectorService(
        ListenAddress address, @Nullable TlsFiles tls, Optional<Path> policy, Facts given, Sidecar sidecar) {

    private static final Duration CLEAN_UP = Duration.ofSeconds(10);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Bounds BOUNDS = new Bounds(
            256,
            2 << 20,
            6 << 20,
            64,
            Duration.ofMinutes(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));

    /// @throws ConfigException with one line about the option that can't be used
    static InjectorService of(InjectorCommand options) {
        return new InjectorService(
                ListenAddress.parse("--listen", options.listen),
                tls(options),
                Optional.ofNullable(options.policy),
                PolicyFacts.of(options.place),
                SidecarSettings.of(options.sidecar));
    }

    private static @Nullable TlsFiles tls(InjectorCommand options) {
        boolean hasFiles = options.certificate != null || options.key != null || options.clientAuthorities != null;
        if (options.plaintext) {
            check(!hasFiles, "--plaintext goes without --certificate, --key and --client-ca");
            return null;
        }
        check(
                options.certificate != null && options.key != null,
                "it takes --certificate and --key, or --plaintext for HTTP without TLS");
        return new TlsFiles(options.clientAuthorities, options.certificate, options.key);
    }

    private static void check(boolean holds, String sentence) {
        if (!holds) {
            throw new ConfigException(sentence);
        }
    }

    /// Until it is told to stop.
    ExitCode run() throws IOException, InterruptedException {
        try (StopSignal stop = new StopSignal(CLEAN_UP, ExitCode.FAILED.number())) {
            try (HttpServer server = open()) {
                System.err.println("listening on " + where(server.port()) + security());
                stop.await();
            }
            stop.end(ExitCode.OK.number());
            return ExitCode.OK;
        }
    }

    private HttpServer open() throws IOException {
        Optional<PolicyWatch> watch = policy.map(file -> new PolicyWatch(file, System::nanoTime, InjectorService::say));
        Supplier<String> trouble = () -> watch.map(PolicyWatch::trouble).orElse("");
        Rules rules = watch.<Rules>map(file -> file).orElse(Rules.NONE);
        RequestBook book = new RequestBook();
        InjectorSite site = new InjectorSite(new Injections(sidecar, given, rules));
        site.warmUp();
        InjectorMetrics metrics =
                new InjectorMetrics(Version.text(), book, () -> trouble.get().isEmpty());
        List<Page> pages = List.of(
                new Page("/livez", () -> new Page.Reply(200, TEXT, "alive\n")),
                new Page("/readyz", () -> readiness(trouble.get())),
                new Page("/metrics", () -> new Page.Reply(200, metrics.contentType(), metrics.text())));
        ServerTls security =
                tls == null ? null : ServerTls.ofHttp1(tls, Engine.best(), Clock.systemUTC(), InjectorService::say);
        Site all = new Site(pages, site.works(System::nanoTime, book, InjectorService::say));
        return HttpServer.open(address, security, all, BOUNDS, InjectorService::say);
    }

    private static Page.Reply readiness(String trouble) {
        return trouble.isEmpty()
                ? new Page.Reply(200, TEXT, "ready\n")
                : new Page.Reply(503, TEXT, "nobody gets the sidecar: " + trouble + "\n");
    }

    private String where(int port) {
        return address instanceof ListenAddress.Tcp tcp
                ? new ListenAddress.Tcp(tcp.option(), tcp.host(), port).text()
                : address.text();
    }

    private String security() {
        if (tls == null) {
            return " (plain text)";
        }
        return tls.authorities() == null ? " (TLS)" : " (TLS, with certificates of clients)";
    }

    private static void say(String sentence) {
        System.err.println("vedette injector: " + Plain.text(sentence));
    }
}
