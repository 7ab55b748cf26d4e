package io.vedette.transport.stream;

import io.vedette.transport.compress.Encoding;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which compression each endpoint takes, found out by trying and remembered for the life of the process. The
/// sender's thread owns it.
final class Encodings {

    private final List<Encoding> allowed;
    private final Map<Endpoint, Encoding> found = new HashMap<>();

    Encodings(List<Encoding> allowed) {
        this.allowed = allowed.stream().filter(Encoding::isAvailable).toList();
    }

    Encoding of(Endpoint endpoint) {
        return found.getOrDefault(endpoint, allowed.isEmpty() ? Encoding.NONE : allowed.getFirst());
    }

    /// Notes that an endpoint ended a stream in a way that may be for its compression.
    ///
    /// @param accepted its `grpc-accept-encoding`, or null if it has not said
    /// @return whether there is another to try at once
    boolean refused(Endpoint endpoint, @Nullable String accepted) {
        Encoding used = of(endpoint);
        List<Encoding> rest = allowed.subList(Math.min(allowed.size(), allowed.indexOf(used) + 1), allowed.size());
        for (Encoding next : rest) {
            if (next == Encoding.NONE || accepted == null || accepts(accepted, next)) {
                found.put(endpoint, next);
                return true;
            }
        }
        // It was not for the compression: the next attempt starts from the best again.
        found.remove(endpoint);
        return false;
    }

    static boolean accepts(String accepted, Encoding encoding) {
        return Arrays.stream(accepted.split(",", -1)).map(String::strip).anyMatch(encoding.wireName()::equals);
    }
}
