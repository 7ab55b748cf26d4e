package io.vedette.transport.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/// Who does the cryptography: BoringSSL where its library can be loaded, else the JDK, about ten times as slow.
///
/// @param why BoringSSL is not used; empty if it is
public record Engine(SslProvider provider, String why) {

    /// The JDK's.
    public static final Engine JDK = new Engine(SslProvider.JDK, "not asked for");

    /// The best that works on this machine.
    public static Engine best() {
        if (OpenSsl.isAvailable()) {
            return new Engine(SslProvider.OPENSSL, "");
        }
        return new Engine(SslProvider.JDK, String.valueOf(OpenSsl.unavailabilityCause()));
    }

    @Override
    public String toString() {
        return provider == SslProvider.JDK ? "TLS of the JDK" : "BoringSSL";
    }
}
