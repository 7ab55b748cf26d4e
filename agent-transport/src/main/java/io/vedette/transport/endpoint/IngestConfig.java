package io.vedette.transport.endpoint;

import io.vedette.transport.tls.TlsFiles;
import org.jspecify.annotations.Nullable;

/// Where and how an endpoint listens.
///
/// @param host address to bind, `0.0.0.0` or `::` for all
/// @param port 0 for any that is free
/// @param tls its certificate and key; with authorities, agents must show a certificate of these; null for plain text
/// @param maxBatchBytes larger batches are refused, and messages of more than four times as much end their
///     stream with RESOURCE_EXHAUSTED
/// @param maxInstances whose batches are told from repeats
public record IngestConfig(String host, int port, @Nullable TlsFiles tls, int maxBatchBytes, int maxInstances) {

    private static final int DEFAULT_BATCH_BYTES = 4 << 20;
    private static final int DEFAULT_INSTANCES = 100_000;

    public IngestConfig {
        if (tls != null && tls.certificate() == null) {
            throw new IllegalArgumentException("TLS needs a certificate and its key");
        }
        if (port < 0 || port > 65535 || maxBatchBytes < 1 || maxInstances < 1) {
            throw new IllegalArgumentException("endpoint settings do not fit: port=" + port + " maxBatchBytes="
                    + maxBatchBytes + " maxInstances=" + maxInstances);
        }
    }

    /// Without encryption.
    public static IngestConfig plaintext(String host, int port) {
        return new IngestConfig(host, port, null, DEFAULT_BATCH_BYTES, DEFAULT_INSTANCES);
    }

    /// With TLS.
    public static IngestConfig tls(String host, int port, TlsFiles files) {
        return new IngestConfig(host, port, files, DEFAULT_BATCH_BYTES, DEFAULT_INSTANCES);
    }

    /// Reads `HOST:PORT`, `[IPV6]:PORT` or `:PORT`.
    ///
    /// @throws IllegalArgumentException with one line that says what is wrong
    public static IngestConfig parseListen(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon >= 0 && port >= 0 && port <= 65535) {
                return plaintext(host.isEmpty() ? "0.0.0.0" : host, port);
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw new IllegalArgumentException("listen address \"" + text + "\" is not HOST:PORT");
    }
}
