package io.vedette.transport.stream;

import org.jspecify.annotations.Nullable;

/// An endpoint and the way to it.
///
/// @param proxy null for the direct way
record Route(Endpoint endpoint, @Nullable HttpProxy proxy) {

    /// For people: `endpoint https://host:443 (through proxy http://proxy:3128)`.
    @Override
    public String toString() {
        return "endpoint " + endpoint + (proxy == null ? "" : " (through proxy " + proxy + ")");
    }
}
