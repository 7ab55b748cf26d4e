package io.vedette.core.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// What is answered for one path and method. Asked on the server's thread: it must not wait for anything.
///
/// @param bodyBytes how long the body of a request may be
/// @param reply made for each request; a fault of it is answered with status 500
public record Page(Method method, String path, int bodyBytes, Function<Request, Reply> reply) {

    /// How a page is asked for.
    public enum Method {
        /// HEAD too.
        GET,
        POST
    }

    /// Answers GET, whatever else is asked.
    public Page(String path, Supplier<Reply> reply) {
        this(Method.GET, path, 0, request -> reply.get());
    }

    /// Answers GET by what is behind the question mark.
    public static Page get(String path, Function<Request, Reply> reply) {
        return new Page(Method.GET, path, 0, reply);
    }

    /// Answers POST.
    ///
    /// @param bodyBytes a longer body is refused with status 413
    public static Page post(String path, int bodyBytes, Function<Request, Reply> reply) {
        return new Page(Method.POST, path, bodyBytes, reply);
    }

    /// One request.
    ///
    /// @param query of each name in the query the first value, decoded
    /// @param body empty when there is none
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record Request(Map<String, String> query, byte[] body) {}

    /// One answer.
    ///
    /// @param status of HTTP
    /// @param headers beside those that every answer has; a name may come several times
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record Reply(int status, String contentType, byte[] body, List<Map.Entry<String, String>> headers) {

        public Reply(int status, String contentType, String body) {
            this(status, contentType, body.getBytes(StandardCharsets.UTF_8), List.of());
        }

        /// A sentence and the end of its line.
        public static Reply plain(int status, String sentence) {
            return new Reply(status, "text/plain; charset=utf-8", sentence + "\n");
        }
    }
}
