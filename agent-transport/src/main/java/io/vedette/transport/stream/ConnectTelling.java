package io.vedette.transport.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Has a socket take its port before it connects, and tells the port: once a connection is refused, nobody could say
/// any more which it had. A socket that gets no port so connects as ever, without being told. Goes when it is done.
final class ConnectTelling extends ChannelOutboundHandlerAdapter {

    private static final InetSocketAddress ANY_V4 = new InetSocketAddress("0.0.0.0", 0);
    private static final InetSocketAddress ANY_V6 = new InetSocketAddress("::", 0);

    private final ConnectListener listener;

    private ConnectTelling(ConnectListener listener) {
        this.listener = listener;
    }

    /// @return the same channel
    static Channel in(Channel channel, ConnectListener listener) {
        channel.pipeline().addFirst(new ConnectTelling(listener));
        return channel;
    }

    @Override
    public void connect(
            ChannelHandlerContext context, SocketAddress remote, SocketAddress local, ChannelPromise promise)
            throws Exception {
        if (local == null && remote instanceof InetSocketAddress address) {
            boolean isV6 = address.getAddress() instanceof Inet6Address;
            ChannelFuture bound = context.bind(isV6 ? ANY_V6 : ANY_V4);
            if (bound.isSuccess() && context.channel().localAddress() instanceof InetSocketAddress own) {
                listener.onConnect(own.getPort(), address.getPort());
            }
        }
        super.connect(context, remote, local, promise);
        context.pipeline().remove(this);
    }
}
