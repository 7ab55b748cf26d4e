package io.vedette.core.http;

import java.time.Duration;
import java.util.List;

/// What peers can take of a server.
///
/// @param connections at most; more are closed at once
/// @param bodyBytes of one request
/// @param allBodyBytes of all requests that are not answered
/// @param waiting requests that wait for a worker
/// @param idle how long a connection may be silent, and a peer slow to read
/// @param request how long a request may take to come, the handshake of TLS before it included
/// @param answer how long an answer may take
/// @param stop how long answers may take that are due when it stops
public record Bounds(
        int connections,
        int bodyBytes,
        int allBodyBytes,
        int waiting,
        Duration idle,
        Duration request,
        Duration answer,
        Duration stop) {

    /// Of a server that has nothing but pages.
    static Bounds of(List<Page> pages) {
        int body = Math.max(1024, pages.stream().mapToInt(Page::bodyBytes).max().orElse(0));
        int connections = 16;
        Duration time = Duration.ofSeconds(30);
        return new Bounds(connections, body, connections * (body + 16 * 1024), 0, time, time, time, Duration.ZERO);
    }
}
