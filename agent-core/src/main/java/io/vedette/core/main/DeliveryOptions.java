package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import io.vedette.transport.compress.Encoding;
import io.vedette.transport.stream.Endpoint;
import io.vedette.transport.stream.HttpProxy;
import io.vedette.transport.stream.ProxyConfig;
import io.vedette.transport.stream.PublisherConfig;
import io.vedette.transport.stream.Retry;
import io.vedette.transport.stream.Timeouts;
import io.vedette.transport.stream.TlsConfig;
import io.vedette.transport.stream.Window;
import io.vedette.transport.tls.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where batches go and how, as it stands on the command line and in the configuration.
final class DeliveryOptions {

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            split = ",",
            required = true,
            description = "https://host[:port], or http://host:port for plain text; several are tried in order")
    List<String> endpoints = new ArrayList<>();

    @Option(
            names = "--ca-file",
            paramLabel = "PEM",
            description = "authorities to trust in place of those of Java and of this machine")
    @Nullable
    Path caFile;

    @Option(
            names = "--client-certificate",
            paramLabel = "PEM",
            description = "what the agent shows to endpoints that ask for it, its chain after it; like all PEM files "
                    + "it may be replaced at any time")
    @Nullable
    Path clientCertificate;

    @Option(names = "--client-key", paramLabel = "PEM", description = "its private key, PKCS#8 without a passphrase")
    @Nullable
    Path clientKey;

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description = "ask for this name and verify it, in place of the one in the URL")
    @Nullable
    String serverName;

    /// A password in it must not get into a message, so it is not picocli that converts it.
    @Option(
            names = "--proxy",
            paramLabel = "URL",
            description = "reach endpoints through this HTTP proxy, http://[user:password@]host:port; none for none "
                    + "(default: HTTPS_PROXY and NO_PROXY of the environment, for https:// endpoints)")
    @Nullable
    String proxy;

    @Option(
            names = "--compression",
            paramLabel = "auto|zstd|gzip|none",
            defaultValue = "auto",
            description = "how batches are compressed; auto takes the first that the endpoint knows (default: "
                    + "${DEFAULT-VALUE})")
    String compression = "auto";

    @Option(
            names = "--keepalive",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = AgentOptions.Time.class,
            description = "time between pings on a quiet connection, 10s at least (default: ${DEFAULT-VALUE})")
    Duration keepalive = Duration.ZERO;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = AgentOptions.Time.class,
            description = "how long an endpoint may take to accept the stream; one address of it has half of that "
                    + "(default: ${DEFAULT-VALUE})")
    Duration connectTimeout = Duration.ZERO;

    @Option(
            names = "--ack-timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = AgentOptions.Time.class,
            description = "a stream is given up when batches are on their way and nothing was acknowledged for so "
                    + "long (default: ${DEFAULT-VALUE})")
    Duration ackTimeout = Duration.ZERO;

    /// @param environment for the proxy that its users expect
    /// @throws ConfigException with one line
    PublisherConfig toConfig(Map<String, String> environment) {
        try {
            return new PublisherConfig(
                    endpoints.stream().map(Endpoint::parse).toList(),
                    new TlsConfig(files(), serverName()),
                    proxies(environment),
                    encodings(),
                    timeouts(),
                    Retry.DEFAULT,
                    Window.DEFAULT);
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException(String.valueOf(wrong.getMessage()));
        }
    }

    private TlsFiles files() {
        if ((clientCertificate == null) != (clientKey == null)) {
            throw new ConfigException("--client-certificate and --client-key belong together: give both or neither");
        }
        return new TlsFiles(caFile, clientCertificate, clientKey);
    }

    private @Nullable String serverName() {
        if (serverName != null && !serverName.matches("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?")) {
            throw new ConfigException(
                    "--server-name must be a host's name without scheme and port, not \"" + serverName + "\"");
        }
        return serverName;
    }

    private ProxyConfig proxies(Map<String, String> environment) {
        if (proxy == null) {
            return ProxyConfig.of(environment);
        }
        return proxy.strip().equalsIgnoreCase("none")
                ? ProxyConfig.NONE
                : ProxyConfig.always(HttpProxy.parse("--proxy", proxy));
    }

    private List<Encoding> encodings() {
        return switch (compression.toLowerCase(Locale.ROOT)) {
            case "auto" -> List.of(Encoding.values());
            case "zstd" -> {
                if (!Encoding.ZSTD.isAvailable()) {
                    throw new ConfigException("--compression zstd: its native library can't be loaded here; use auto");
                }
                yield List.of(Encoding.ZSTD);
            }
            case "gzip" -> List.of(Encoding.GZIP);
            case "none" -> List.of(Encoding.NONE);
            default ->
                throw new ConfigException(
                        "--compression must be auto, zstd, gzip or none, not \"" + compression + "\"");
        };
    }

    private Timeouts timeouts() {
        return new Timeouts(
                connectTimeout, ackTimeout, keepalive, Timeouts.DEFAULT.filesCheck(), Timeouts.DEFAULT.firstAgain());
    }
}
