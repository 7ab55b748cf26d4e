package io.vedette.core.http;

import java.util.function.Function;

/// What is done with what is sent to one path by POST, and may take some time: it is done on one of the server's
/// workers.
///
/// @param reply made of the body of a request, which is its own
public record Work(String path, Function<byte[], Page.Reply> reply) {}
