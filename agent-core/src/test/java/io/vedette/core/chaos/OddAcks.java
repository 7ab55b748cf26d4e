package io.vedette.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.v1.EventBatch;
import io.vedette.v1.PublishAck;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// How endpoints of today's schema acknowledge that should do otherwise.
final class OddAcks {

    private OddAcks() {}

    private static byte[] ack(EventBatch batch) {
        return PublishAck.newBuilder()
                .setInstanceId(batch.getInstanceId())
                .setSequence(batch.getSequence())
                .build()
                .toByteArray();
    }

    /// Keeps each batch and says so twice.
    static final class Twice implements OddEndpoint.Behaviour {

        private final KeptBatches kept;

        Twice(Scene scene) {
            kept = new KeptBatches(scene.task().taskId());
        }

        @Override
        public void onBatch(byte[] bytes, OddEndpoint.Stream stream) throws IOException {
            EventBatch batch = EventBatch.parseFrom(bytes);
            assertThat(kept.acceptOnce(batch)).as("a batch came again").isFalse();
            stream.answer(ack(batch));
            stream.answer(ack(batch));
        }

        @Override
        public TaskLines taken() throws IOException {
            return kept.lines();
        }
    }

    /// Keeps each batch, and acknowledges a few together, from the last one to the first; fewer of them after a while.
    static final class Reversed implements OddEndpoint.Behaviour {

        private static final int TOGETHER = 3;
        private static final int WAIT_MS = 2000;

        private final KeptBatches kept;
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().factory());
        private final Map<OddEndpoint.Stream, Deque<byte[]>> held = new HashMap<>();
        private int reversed;

        Reversed(Scene scene) {
            kept = new KeptBatches(scene.task().taskId());
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // what fails is never acknowledged
        public synchronized void onBatch(byte[] bytes, OddEndpoint.Stream stream) throws IOException {
            EventBatch batch = EventBatch.parseFrom(bytes);
            kept.acceptOnce(batch);
            Deque<byte[]> acks = held.get(stream);
            if (acks == null) {
                acks = new ArrayDeque<>();
                held.put(stream, acks);
                timer.schedule(() -> answer(stream), WAIT_MS, TimeUnit.MILLISECONDS);
            }
            acks.push(ack(batch));
            if (acks.size() == TOGETHER) {
                answer(stream);
            }
        }

        private synchronized void answer(OddEndpoint.Stream stream) {
            Deque<byte[]> acks = held.remove(stream);
            if (acks == null) {
                return;
            }
            reversed += acks.size() - 1;
            acks.forEach(stream::answer);
        }

        /// How many acknowledgements came after one for a later batch.
        synchronized int reversed() {
            return reversed;
        }

        @Override
        public TaskLines taken() throws IOException {
            return kept.lines();
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }

    /// Reads all, keeps nothing and says nothing.
    static final class Never implements OddEndpoint.Behaviour {

        private final KeptBatches nothing;
        private final Set<OddEndpoint.Stream> streams = new HashSet<>();

        Never(Scene scene) {
            nothing = new KeptBatches(scene.task().taskId());
        }

        @Override
        public synchronized void onBatch(byte[] bytes, OddEndpoint.Stream stream) {
            streams.add(stream);
        }

        /// Streams that batches came on.
        synchronized int streams() {
            return streams.size();
        }

        @Override
        public TaskLines taken() throws IOException {
            return nothing.lines();
        }
    }
}
