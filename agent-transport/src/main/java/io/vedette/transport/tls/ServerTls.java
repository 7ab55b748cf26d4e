package io.vedette.transport.tls;

import io.grpc.netty.GrpcSslContexts;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/// TLS of the listening side. Its files are looked at again for each new connection; connections that are there stay
/// as they are. When a new set can't be used, the last one that could goes on being used, and what is wrong is said
/// once. Any thread.
public final class ServerTls extends SslContext {

    private final TlsFiles files;
    private final Engine engine;
    private final Clock clock;
    private final Consumer<String> log;
    private final String protocol;
    private TlsFiles.Contents used;
    private SslContext context;
    private String said = "";

    /// For gRPC.
    ///
    /// @param files with authorities, clients must show a certificate of these
    /// @param log told in one sentence of new files that can't be used
    /// @throws TlsException the files can't be used
    public ServerTls(TlsFiles files, Engine engine, Clock clock, Consumer<String> log) throws TlsException {
        this(files, engine, clock, log, ApplicationProtocolNames.HTTP_2);
    }

    /// For HTTP/1.1; parameters as above.
    public static ServerTls ofHttp1(TlsFiles files, Engine engine, Clock clock, Consumer<String> log)
            throws TlsException {
        return new ServerTls(files, engine, clock, log, ApplicationProtocolNames.HTTP_1_1);
    }

    private ServerTls(TlsFiles files, Engine engine, Clock clock, Consumer<String> log, String protocol)
            throws TlsException {
        this.files = files;
        this.engine = engine;
        this.clock = clock;
        this.log = log;
        this.protocol = protocol;
        used = files.read();
        context = build(used);
    }

    private synchronized SslContext current() {
        try {
            TlsFiles.Contents now = files.read();
            if (!now.equals(used)) {
                context = build(now);
                used = now;
            }
            said = "";
        } catch (TlsException unusable) {
            String sentence = String.valueOf(unusable.getMessage());
            if (!sentence.equals(said)) {
                said = sentence;
                log.accept(sentence + "; new connections go on with the files from before");
            }
        }
        return context;
    }

    private SslContext build(TlsFiles.Contents contents) throws TlsException {
        TlsFiles.Material material = files.parse(contents, clock);
        if (material.key() == null || material.chain() == null) {
            throw new TlsException("TLS needs a certificate and a key");
        }
        SslContextBuilder builder = GrpcSslContexts.configure(
                        SslContextBuilder.forServer(material.key(), material.chain()), engine.provider())
                .protocols(ClientTls.PROTOCOLS)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        protocol));
        if (material.authorities() != null) {
            builder.clientAuth(ClientAuth.REQUIRE)
                    .trustManager(new ExplainedTrust(Trust.of(material.authorities()), clock));
        }
        try {
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new TlsException("the certificate can't be used: " + e.getMessage());
        }
    }

    private synchronized SslContext last() {
        return context;
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return current().newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, @Nullable String peer, int port) {
        return current().newEngine(allocator, peer, port);
    }

    @Override
    public boolean isClient() {
        return false;
    }

    @Override
    public List<String> cipherSuites() {
        return last().cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // abstract there
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return last().applicationProtocolNegotiator();
    }

    @Override
    public SSLSessionContext sessionContext() {
        return last().sessionContext();
    }
}
