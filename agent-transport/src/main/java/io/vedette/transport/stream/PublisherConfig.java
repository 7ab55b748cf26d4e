package io.vedette.transport.stream;

import io.vedette.transport.compress.Encoding;
import java.util.List;

/// How batches are delivered.
///
/// @param endpoints tried in this order, the first again after each stream that worked
/// @param proxies how endpoints are reached
/// @param encodings that may be used, best first
public record PublisherConfig(
        List<Endpoint> endpoints,
        TlsConfig tls,
        ProxyConfig proxies,
        List<Encoding> encodings,
        Timeouts timeouts,
        Retry retry,
        Window window) {

    public static PublisherConfig defaults(List<Endpoint> endpoints) {
        return new PublisherConfig(
                endpoints,
                TlsConfig.DEFAULT,
                ProxyConfig.NONE,
                List.of(Encoding.values()),
                Timeouts.DEFAULT,
                Retry.DEFAULT,
                Window.DEFAULT);
    }

    public PublisherConfig {
        endpoints = List.copyOf(endpoints);
        encodings = List.copyOf(encodings);
        if (endpoints.isEmpty() || encodings.isEmpty()) {
            throw new IllegalArgumentException(
                    "publisher settings do not fit: endpoints=" + endpoints + " encodings=" + encodings);
        }
    }

    public PublisherConfig with(TlsConfig other) {
        return new PublisherConfig(endpoints, other, proxies, encodings, timeouts, retry, window);
    }

    public PublisherConfig with(ProxyConfig other) {
        return new PublisherConfig(endpoints, tls, other, encodings, timeouts, retry, window);
    }

    public PublisherConfig with(List<Encoding> other) {
        return new PublisherConfig(endpoints, tls, proxies, other, timeouts, retry, window);
    }

    public PublisherConfig with(Timeouts other) {
        return new PublisherConfig(endpoints, tls, proxies, encodings, other, retry, window);
    }

    public PublisherConfig with(Retry other) {
        return new PublisherConfig(endpoints, tls, proxies, encodings, timeouts, other, window);
    }
}
