package io.vedette.transport.stream;

import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/// Acknowledgements that came in and wait for the sender.
///
/// A thread that is woken costs the task more than the acknowledgement is worth. The sender is woken by batches anyway:
/// when it has looked a short time ago, an acknowledgement waits for its next look, for [#QUIET_NS] at most, which
/// [#quietNs()] tells the sender, who has to look again by then.
///
/// The event-loop thread puts, the sender's thread takes. Never more than were asked for, so there is always room.
final class AckQueue {

    private static final long QUIET_NS = 20_000_000;

    private final OneToOneConcurrentArrayQueue<Ack> queue;
    private final NanoClock clock;
    private final Runnable wakeUp;
    private volatile long lookedNs;

    AckQueue(int capacity, NanoClock clock, Runnable wakeUp) {
        queue = new OneToOneConcurrentArrayQueue<>(capacity);
        this.clock = clock;
        this.wakeUp = wakeUp;
        lookedNs = clock.nanoTime() - QUIET_NS;
    }

    void put(Ack ack) {
        queue.offer(ack);
        if (clock.nanoTime() - lookedNs >= QUIET_NS) {
            wakeUp.run();
        }
    }

    /// Takes all there are.
    int drain(Consumer<Ack> handler) {
        int count = queue.drain(handler);
        if (count > 0) {
            lookedNs = clock.nanoTime();
        }
        return count;
    }

    /// How long it takes until an acknowledgement wakes the sender again.
    long quietNs() {
        return Math.max(0, lookedNs + QUIET_NS - clock.nanoTime());
    }
}
