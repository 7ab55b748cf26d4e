package io.vedette.core.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.vedette.transport.tls.ServerTls;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The connections of a server, and what is added to each.
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes a connection
final class Connections extends ChannelInitializer<Channel> {

    private static final int MAX_LINE = 1024;
    private static final int MAX_HEADERS = 8 * 1024;
    private static final int MAX_CHUNK = 8 * 1024;

    private final @Nullable ServerTls tls;
    private final Site site;
    private final Bounds bounds;
    private final Workers workers;
    private final Intake.Budget budget;
    private final ChannelGroup open;

    /// @param loop of one thread
    Connections(EventLoopGroup loop, @Nullable ServerTls tls, Site site, Bounds bounds, Workers workers) {
        this.tls = tls;
        this.site = site;
        this.bounds = bounds;
        this.workers = workers;
        budget = new Intake.Budget(bounds.allBodyBytes());
        open = new DefaultChannelGroup(loop.next());
    }

    @Override
    protected void initChannel(Channel channel) {
        if (open.size() >= bounds.connections()) {
            channel.close();
            return;
        }
        open.add(channel);
        if (tls != null) {
            SslHandler handler = tls.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(bounds.request().toMillis());
            channel.pipeline().addLast(handler);
        }
        Intake intake = new Intake(bounds, budget);
        long idleMs = bounds.idle().toMillis();
        channel.pipeline()
                .addLast(new ReadTimeoutHandler(idleMs, TimeUnit.MILLISECONDS))
                .addLast(new WriteTimeoutHandler(idleMs, TimeUnit.MILLISECONDS))
                .addLast(intake)
                .addLast(new HttpServerCodec(MAX_LINE, MAX_HEADERS, MAX_CHUNK))
                .addLast(new HttpObjectAggregator(bounds.bodyBytes(), true))
                .addLast(new FlowControlHandler())
                .addLast(new Answer(site, workers, bounds, intake));
    }

    /// Closes all of them, those last whose answers are due; waits for these. Not on the server's thread.
    void stop(EventLoopGroup loop) {
        loop.execute(() -> open.forEach(channel -> {
            Answer answer = channel.pipeline().get(Answer.class);
            if (answer != null) {
                answer.stop(channel);
            }
        }));
        open.newCloseFuture().awaitUninterruptibly(bounds.stop().toMillis());
    }
}
