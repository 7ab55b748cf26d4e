package io.vedette.transport.stream;

import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/// Acknowledgements that came in and wait for the sender.
///
/// A thread that is woken costs the task more than the acknowledgement is worth. The sender is woken by batches anyway:
/// when it has looked a short time ago, an acknowledgement waits for its next look, for as long as the sender said
/// before it went to [sleep][#sleepNs].
///
/// The event-loop thread puts, the sender's thread takes. Never more than were asked for, so there is always room.
final class AckQueue {

    private final OneToOneConcurrentArrayQueue<Ack> queue;
    private final NanoClock clock;
    private final Runnable wakeUp;
    private volatile long lookedNs;
    private volatile long patienceNs;

    AckQueue(int capacity, NanoClock clock, Runnable wakeUp) {
        queue = new OneToOneConcurrentArrayQueue<>(capacity);
        this.clock = clock;
        this.wakeUp = wakeUp;
        lookedNs = clock.nanoTime();
    }

    void put(Ack ack) {
        queue.offer(ack);
        // It must be there before the patience is looked at: else it and a sender that has lost it miss each other.
        VarHandle.fullFence();
        if (clock.nanoTime() - lookedNs >= patienceNs) {
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

    /// How long the sender may sleep.
    ///
    /// @param patience since its last look that found any, until which it is not woken for acknowledgements
    /// @param longest that it would sleep
    /// @return 0 when there is something to take that it is not patient enough for
    long sleepNs(long patience, long longest) {
        patienceNs = patience;
        VarHandle.fullFence();
        long leftNs = lookedNs + patience - clock.nanoTime();
        if (leftNs > 0) {
            return Math.min(leftNs, longest);
        }
        return queue.isEmpty() ? longest : 0;
    }
}
