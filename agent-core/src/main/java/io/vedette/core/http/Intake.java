package io.vedette.core.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Bounds what comes on one connection: the time until a request is there as a whole, and its share of the bytes
/// that all connections may hold until they are answered. On the server's thread.
final class Intake extends ChannelInboundHandlerAdapter {

    private final Bounds bounds;
    private final Budget budget;
    private int held;
    private @Nullable Future<?> clock;

    /// Bytes of requests that are not answered, of all connections.
    static final class Budget {
        private long left;

        Budget(long bytes) {
            left = bytes;
        }
    }

    Intake(Bounds bounds, Budget budget) {
        this.bounds = bounds;
        this.budget = budget;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        startClock(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            int more = bytes.readableBytes();
            if (more > budget.left) {
                bytes.release();
                Answer.last(context.channel(), 503, "too much is being sent at the moment");
                return;
            }
            budget.left -= more;
            held += more;
        }
        if (clock == null) {
            startClock(context);
        }
        context.fireChannelRead(message);
    }

    private void startClock(ChannelHandlerContext context) {
        clock = context.executor()
                .schedule(
                        () -> Answer.last(context.channel(), 408, "the request did not come in time"),
                        bounds.request().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// A request is there.
    void complete() {
        if (clock != null) {
            clock.cancel(false);
            clock = null;
        }
    }

    /// It is answered.
    void answered() {
        budget.left += held;
        held = 0;
    }

    boolean isWaiting() {
        return clock != null;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        complete();
        answered();
        context.fireChannelInactive();
    }
}
