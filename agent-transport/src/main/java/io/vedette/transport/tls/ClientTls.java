package io.vedette.transport.tls;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// TLS of the connecting side. Its files are looked at for each connection; when a new set can't be used, the last
/// one that could goes on being used, and what is wrong is told. One thread.
public final class ClientTls {

    static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final TlsFiles files;
    private final Engine engine;
    private final Clock clock;
    private TlsFiles.@Nullable Contents used;
    private @Nullable SslContext context;
    private @Nullable X509ExtendedTrustManager system;

    public ClientTls(TlsFiles files, Engine engine, Clock clock) {
        this.files = files;
        this.engine = engine;
        this.clock = clock;
    }

    /// Whether this side shows a certificate.
    public boolean hasCertificate() {
        return files.certificate() != null;
    }

    /// Reads the files anew.
    ///
    /// @return whether they are others than before, and can be used
    /// @throws TlsException they can't be used; [#context()] stays what it was
    public boolean refresh() throws TlsException {
        TlsFiles.Contents now = files.read();
        if (context != null && now.equals(used)) {
            return false;
        }
        context = build(files.parse(now, clock));
        used = now;
        return true;
    }

    /// For the next connection, or null as long as there were no files that can be used.
    public @Nullable SslContext context() {
        return context;
    }

    private SslContext build(TlsFiles.Material material) throws TlsException {
        List<java.security.cert.X509Certificate> authorities = material.authorities();
        X509ExtendedTrustManager trust = authorities == null ? system() : Trust.of(authorities);
        SslContextBuilder builder = GrpcSslContexts.configure(SslContextBuilder.forClient(), engine.provider())
                .protocols(PROTOCOLS)
                .trustManager(new ExplainedTrust(trust, clock));
        if (material.key() != null && material.chain() != null) {
            builder.keyManager(material.key(), material.chain());
        }
        try {
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new TlsException("the certificate can't be used: " + e.getMessage());
        }
    }

    private X509ExtendedTrustManager system() throws TlsException {
        X509ExtendedTrustManager known = system;
        if (known == null) {
            known = Trust.ofTheSystem();
            system = known;
        }
        return known;
    }
}
