package io.vedette.transport.stream;

import io.vedette.transport.tls.TlsFiles;
import org.jspecify.annotations.Nullable;

/// How endpoints prove who they are, and the agent itself.
///
/// @param files authorities to trust, and what the agent shows
/// @param serverName the name that is asked for and verified in place of the endpoint's; null for the endpoint's
public record TlsConfig(TlsFiles files, @Nullable String serverName) {

    /// The system's authorities, the endpoint's own name, no certificate of the agent.
    public static final TlsConfig DEFAULT = new TlsConfig(TlsFiles.NONE, null);
}
