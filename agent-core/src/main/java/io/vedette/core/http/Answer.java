package io.vedette.core.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Answers the requests of one connection, one after the other. On the server's thread, but for the work itself.
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection
final class Answer extends SimpleChannelInboundHandler<FullHttpRequest> {

    private final Site site;
    private final Workers workers;
    private final Bounds bounds;
    private final Intake intake;
    private boolean isWorking;
    private boolean isLast;

    Answer(Site site, Workers workers, Bounds bounds, Intake intake) {
        this.site = site;
        this.workers = workers;
        this.bounds = bounds;
        this.intake = intake;
    }

    /// What ends a connection, whatever came on it.
    static void last(Channel channel, int status, String sentence) {
        channel.config().setAutoRead(false);
        FullHttpResponse response = response(Page.Reply.plain(status, sentence), false);
        HttpUtil.setKeepAlive(response, false);
        channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        intake.complete();
        boolean keep = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        boolean isHead = request.method().equals(HttpMethod.HEAD);
        String path = request.uri().replaceFirst("\\?.*", "");
        Optional<Work> work = request.method().equals(HttpMethod.POST)
                        && request.decoderResult().isSuccess()
                ? site.work(path)
                : Optional.empty();
        if (work.isPresent()) {
            start(context, work.get(), ByteBufUtil.getBytes(request.content()), keep);
        } else {
            write(context, response(reply(request, path, isHead ? HttpMethod.GET : request.method()), isHead), keep);
        }
    }

    private Page.Reply reply(FullHttpRequest request, String path, HttpMethod method) {
        if (!request.decoderResult().isSuccess()) {
            return Page.Reply.plain(400, "this is no request that is understood");
        }
        List<Page> known = site.pages(path);
        List<Page.Method> methods = site.methods(path);
        if (methods.isEmpty()) {
            return Page.Reply.plain(404, "there are " + site.paths());
        }
        return known.stream()
                .filter(page -> page.method().name().equals(method.name()))
                .findFirst()
                .map(page -> reply(page, request))
                .orElseGet(() -> Page.Reply.plain(405, "only " + methods + " is answered here"));
    }

    private static Page.Reply reply(Page page, FullHttpRequest request) {
        if (page.method() == Page.Method.POST && request.content().readableBytes() > page.bodyBytes()) {
            return Page.Reply.plain(413, "the body has more than " + page.bodyBytes() + " bytes");
        }
        try {
            return page.reply().apply(new Page.Request(query(request.uri()), ByteBufUtil.getBytes(request.content())));
        } catch (RuntimeException fault) {
            return Page.Reply.plain(500, "this could not be answered: " + fault);
        }
    }

    private static Map<String, String> query(String uri) {
        Map<String, String> query = new HashMap<>();
        try {
            new QueryStringDecoder(uri).parameters().forEach((name, values) -> query.put(name, values.getFirst()));
        } catch (IllegalArgumentException malformed) {
            // An escape that is none: as good as no query.
            query.clear();
        }
        return query;
    }

    /// Nothing more is read until it is answered, by the work or for want of time.
    private void start(ChannelHandlerContext context, Work work, byte[] body, boolean keep) {
        isWorking = true;
        context.channel().config().setAutoRead(false);
        AtomicBoolean answered = new AtomicBoolean();
        Future<?> limit = context.executor()
                .schedule(
                        () -> finish(context, answered, Page.Reply.plain(503, "it took too long"), false),
                        bounds.answer().toMillis(),
                        TimeUnit.MILLISECONDS);
        try {
            workers.execute(() -> {
                if (!answered.get()) {
                    Page.Reply reply = workers.reply(work, body);
                    giveBack(context, () -> {
                        limit.cancel(false);
                        finish(context, answered, reply, keep);
                    });
                }
            });
        } catch (RejectedExecutionException full) {
            limit.cancel(false);
            finish(context, answered, Page.Reply.plain(503, "too many requests wait already"), keep);
        }
    }

    private static void giveBack(ChannelHandlerContext context, Runnable answer) {
        try {
            context.executor().execute(answer);
        } catch (RejectedExecutionException stopped) {
            // Nobody is left to be answered.
            return;
        }
    }

    private void finish(ChannelHandlerContext context, AtomicBoolean answered, Page.Reply reply, boolean keep) {
        if (answered.compareAndSet(false, true)) {
            isWorking = false;
            write(context, response(reply, false), keep);
            context.channel().config().setAutoRead(true);
        }
    }

    private void write(ChannelHandlerContext context, FullHttpResponse response, boolean keep) {
        intake.answered();
        boolean goesOn = keep && !isLast;
        HttpUtil.setKeepAlive(response, goesOn);
        var written = context.writeAndFlush(response);
        if (!goesOn) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static FullHttpResponse response(Page.Reply reply, boolean isHead) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(reply.status()),
                isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
        reply.headers().forEach(header -> response.headers().add(header.getKey(), header.getValue()));
        return response;
    }

    /// Closes the connection, once what came on it is answered.
    void stop(Channel channel) {
        isLast = true;
        if (!isWorking && !intake.isWaiting()) {
            channel.close();
        }
    }

    /// A peer that goes away or says nothing is no news.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
