package io.vedette.core.http;

import java.util.function.Supplier;

/// What is answered for one path. Asked on the server's thread: it must not wait for anything.
///
/// @param reply made for each request
public record Page(String path, Supplier<Reply> reply) {

    /// One answer.
    ///
    /// @param status of HTTP
    public record Reply(int status, String contentType, String body) {}
}
