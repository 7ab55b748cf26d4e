package io.vedette.core.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Answers the requests of one connection, one after the other.
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection
final class Answer extends SimpleChannelInboundHandler<FullHttpRequest> {

    private final List<Page> pages;

    Answer(List<Page> pages) {
        this.pages = pages;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean isHead = request.method().equals(HttpMethod.HEAD);
        Page.Reply reply = reply(request, isHead ? HttpMethod.GET : request.method());
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(reply.status()),
                isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
        reply.headers().forEach(header -> response.headers().add(header.getKey(), header.getValue()));
        boolean keep = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        HttpUtil.setKeepAlive(response, keep);
        var written = context.writeAndFlush(response);
        if (!keep) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private Page.Reply reply(FullHttpRequest request, HttpMethod method) {
        if (!request.decoderResult().isSuccess()) {
            return Page.Reply.plain(400, "this is no request that is understood");
        }
        String path = request.uri().replaceFirst("\\?.*", "");
        List<Page> known =
                pages.stream().filter(page -> page.path().equals(path)).toList();
        if (known.isEmpty()) {
            return Page.Reply.plain(
                    404,
                    "there are " + pages.stream().map(Page::path).distinct().toList());
        }
        return known.stream()
                .filter(page -> page.method().name().equals(method.name()))
                .findFirst()
                .map(page -> reply(page, request))
                .orElseGet(() -> Page.Reply.plain(
                        405, "only " + known.stream().map(Page::method).toList() + " is answered here"));
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

    /// A peer that goes away or says nothing is no news.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
