package io.vedette.core.chaos;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vedette.core.delivery.Delivered;
import io.vedette.transport.spool.ChronicleSpool;
import io.vedette.transport.spool.DropReason;
import io.vedette.transport.spool.SpoolConfig;
import io.vedette.transport.spool.SpoolException;
import io.vedette.transport.spool.SpoolListener;
import io.vedette.v1.EventBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;

/// What an agent that has ended left in its spool.
final class Waiting {

    private Waiting() {}

    /// Lines of batches that wait, without those that were delivered and not known to be.
    static Delivered read(Path spool, String taskId, TaskLines delivered) throws IOException, SpoolException {
        TaskLines.Collector waiting = new TaskLines.Collector(taskId);
        if (Files.isDirectory(spool) && !isEmpty(spool)) {
            List<EventBatch> batches = new ArrayList<>();
            try (ChronicleSpool left = ChronicleSpool.open(SpoolConfig.defaults(spool), new Refusing())) {
                while (left.read((position, buffer, offset, length) -> batches.add(parse(buffer, offset, length)))) {
                    // Each call takes one.
                }
            }
            for (EventBatch batch : batches) {
                if (!delivered.batches().contains(TaskLines.name(batch))) {
                    waiting.add(batch);
                }
            }
        }
        return waiting.sofar().delivered();
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static EventBatch parse(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        try {
            return EventBatch.parseFrom(bytes);
        } catch (InvalidProtocolBufferException damaged) {
            throw new AssertionError("a batch in the spool can't be read", damaged);
        }
    }

    /// To look must not cost anything.
    private static final class Refusing implements SpoolListener {

        @Override
        public void onDropped(DirectBuffer batch, int offset, int length, DropReason reason) {
            throw new AssertionError("the spool gave up a batch: " + reason);
        }

        /// One document may have been in the making when the agent was killed.
        @Override
        public void onCorrupt(long count) {}
    }
}
