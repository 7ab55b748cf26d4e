package io.vedette.transport.stream;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Keeps gRPC and Netty from printing stack traces for what is expected of a network: a reset, a refusal, a
/// peer that goes away. Each of these is told in a status, in one sentence.
public final class QuietNetwork {

    /// Kept, since a logger that nobody holds forgets its level.
    private static final List<Logger> THEIRS = List.of(Logger.getLogger("io.grpc"), Logger.getLogger("io.netty"));

    private QuietNetwork() {}

    /// Switches their loggers off, but for those that somebody has given a level. Any thread may call it, any
    /// number of times.
    public static void configure() {
        for (Logger logger : THEIRS) {
            if (logger.getLevel() == null) {
                logger.setLevel(Level.OFF);
            }
        }
    }
}
