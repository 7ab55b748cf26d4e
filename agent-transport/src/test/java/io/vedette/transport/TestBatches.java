package io.vedette.transport;

import com.google.protobuf.ByteString;
import io.vedette.transport.spool.Spool;
import io.vedette.v1.Container;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Exit;
import io.vedette.v1.Process;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Real batches, one event each, that can be told apart by their sequence.
public final class TestBatches {

    public static final long HIGH = 0x0123_4567_89ab_cdefL;

    private TestBatches() {}

    public static ByteString instance(long low) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(16).putLong(HIGH).putLong(low).flip());
    }

    public static EventBatch batch(long instanceLow, long sequence, int padding) {
        Process process = Process.newBuilder()
                .setExecId("exec-" + sequence)
                .setContainer(0)
                .setBinary(ByteString.copyFromUtf8("/bin/true"))
                .addArgs(ByteString.copyFromUtf8("true"))
                .addArgs(ByteString.copyFromUtf8("x".repeat(padding)))
                .setPid(7)
                .setHostPid(1007)
                .setUid(0)
                .build();
        return EventBatch.newBuilder()
                .setInstanceId(instance(instanceLow))
                .setSequence(sequence)
                .setSchemaVersion(1)
                .setBaseTimeNs(1_800_000_000_000_000_000L)
                .addProcesses(process)
                .addContainers(Container.newBuilder().setId("c1"))
                .addEvents(Event.newBuilder()
                        .setTimeOffsetNs(sequence)
                        .setExit(Exit.newBuilder().setCode((int) sequence)))
                .build();
    }

    public static long append(Spool spool, EventBatch batch) {
        byte[] bytes = batch.toByteArray();
        return spool.append(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    public static void append(Spool spool, long instanceLow, long first, long last, int padding) {
        for (long sequence = first; sequence <= last; sequence++) {
            append(spool, batch(instanceLow, sequence, padding));
        }
    }
}
