package io.vedette.core.http;

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
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Answers the requests of one connection, one after the other.
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection
final class Answer extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final String PLAIN = "text/plain; charset=utf-8";

    private final List<Page> pages;

    Answer(List<Page> pages) {
        this.pages = pages;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean isHead = request.method().equals(HttpMethod.HEAD);
        Page.Reply reply = reply(request, isHead);
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(reply.status()),
                isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        boolean keep = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        HttpUtil.setKeepAlive(response, keep);
        var written = context.writeAndFlush(response);
        if (!keep) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private Page.Reply reply(FullHttpRequest request, boolean isHead) {
        if (!request.decoderResult().isSuccess()) {
            return plain(400, "this is no request that is understood");
        }
        if (!isHead && !request.method().equals(HttpMethod.GET)) {
            return plain(405, "only GET and HEAD are answered");
        }
        String path = request.uri().replaceFirst("\\?.*", "");
        for (Page page : pages) {
            if (page.path().equals(path)) {
                return page.reply().get();
            }
        }
        return plain(404, "there are " + pages.stream().map(Page::path).toList());
    }

    private static Page.Reply plain(int status, String sentence) {
        return new Page.Reply(status, PLAIN, sentence + "\n");
    }

    /// A peer that goes away or says nothing is no news.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
