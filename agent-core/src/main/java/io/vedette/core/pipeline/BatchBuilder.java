package io.vedette.core.pipeline;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.vedette.core.digest.DigestTable;
import io.vedette.core.event.RecordFlyweight;
import io.vedette.core.identity.Container;
import io.vedette.core.identity.ExecId;
import io.vedette.core.identity.ProcessImage;
import io.vedette.core.mask.MaskConfig;
import io.vedette.core.time.BootEpoch;
import io.vedette.core.time.Clock;
import io.vedette.transport.codec.WireWriter;
import io.vedette.v1.AgentInfo;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import org.agrona.concurrent.UnsafeBuffer;

/// Writes one batch after the other into one buffer: the very bytes that are stored and sent.
///
/// A batch stands alone. Processes and containers are described right before the first event that refers to
/// them, so the batch is written in one pass; the times that are known only at its end are fixed-width fields
/// patched in place.
///
/// One thread, the ship. Allocates nothing for an event. When something does not fit, or a fault comes in
/// between, what was written of it is taken back and the caller is told: it closes the batch and tries once
/// more in the next.
final class BatchBuilder {

    static final int SCHEMA_VERSION = 1;

    /// The part of a batch that the ancestors of one process may take.
    private static final int ANCESTOR_SHARE = 8;

    /// Offsets of the values behind [#timesOffset]: each field is a tag of one byte and 8 bytes.
    private static final int FIRST_TIME = 1;
    private static final int LAST_TIME = 10;
    private static final int CLOSED_TIME = 19;

    private final byte[] bytes;
    private final UnsafeBuffer buffer;
    private final WireWriter writer;
    private final Clock clock;
    private final BootEpoch bootEpoch;
    private final AgentIdentity agent;
    private final byte[] instanceId;
    private final ProcessEncoder processes;
    private final EventEncoder details;
    private final ContainerEncoder containers;
    private final BatchContents contents;

    private long sequence;
    private boolean open;
    private int events;
    private boolean reports;
    private long openedBootNs;
    private long bootEpochNs;
    private long baseTimeNs;
    private long firstTimeNs;
    private long lastTimeNs;
    private int timesOffset;
    private int placeKept;
    private int processesKept;
    private int containersKept;

    BatchBuilder(
            int maxBatchBytes,
            int maxContainers,
            ProcessImage image,
            DigestTable digests,
            AgentIdentity agent,
            MaskConfig mask,
            Clock clock) {
        bytes = new byte[maxBatchBytes];
        buffer = new UnsafeBuffer(bytes);
        writer = new WireWriter(bytes);
        this.clock = clock;
        bootEpoch = new BootEpoch(clock);
        this.agent = agent;
        instanceId = agent.instanceId();
        ExecId execId = new ExecId(agent.bootId());
        Args args = new Args(mask);
        processes = new ProcessEncoder(image, execId, args, digests, maxBatchBytes / ANCESTOR_SHARE);
        details = new EventEncoder(image, execId, args);
        containers = new ContainerEncoder(maxContainers);
        contents = new BatchContents(instanceId, maxContainers);
    }

    /// Adds an event with what it refers to.
    ///
    /// @param reference image of its process, pinned, or [ProcessImage#NONE]
    /// @return false when it did not fit: the batch is as it was before
    boolean add(RecordFlyweight record, long reference, Container container) {
        openIfClosed();
        keepPlace();
        try {
            write(record, reference, container);
        } catch (RuntimeException fault) {
            takeBack();
            throw fault;
        }
        if (writer.overflowed()) {
            takeBack();
            return false;
        }
        long timeNs = record.bootTimeNs() + bootEpochNs;
        firstTimeNs = events == 0 ? timeNs : Math.min(firstTimeNs, timeNs);
        lastTimeNs = events == 0 ? timeNs : Math.max(lastTimeNs, timeNs);
        events++;
        contents.add(container, record.kind(), record.count());
        return true;
    }

    private void write(RecordFlyweight record, long reference, Container container) {
        int where = containers.describe(writer, container);
        int process = processes.describe(writer, reference, record, where, container.description());
        long timeNs = record.bootTimeNs() + bootEpochNs;
        int mark = writer.beginMessage(EventBatch.EVENTS_FIELD_NUMBER);
        writer.sint64(Event.TIME_OFFSET_NS_FIELD_NUMBER, timeNs - baseTimeNs);
        writer.uint32(Event.PROCESS_FIELD_NUMBER, process);
        writer.uint32(Event.CONTAINER_FIELD_NUMBER, where);
        if (record.tid() != record.tgid()) {
            writer.uint32(Event.HOST_TID_FIELD_NUMBER, record.tid());
        }
        details.write(writer, record, reference, bootEpochNs);
        writer.endMessage(mark);
    }

    /// Adds something that is no event: a loss, an account, a gap, health.
    ///
    /// @return false when it did not fit: the batch is as it was before
    boolean report(Report report) {
        openIfClosed();
        keepPlace();
        try {
            report.write(writer, containers);
        } catch (RuntimeException fault) {
            takeBack();
            throw fault;
        }
        if (writer.overflowed()) {
            takeBack();
            return false;
        }
        reports = true;
        return true;
    }

    /// Something to write that refers to containers by their position in the batch.
    @FunctionalInterface
    interface Report {
        void write(WireWriter writer, ContainerEncoder containers);
    }

    boolean isEmpty() {
        return events == 0 && !reports;
    }

    /// Events in the batch that is open.
    int events() {
        return events;
    }

    int length() {
        return writer.length();
    }

    /// When the first thing was added, on the boot clock.
    long openedBootNs() {
        return openedBootNs;
    }

    /// When the earliest of what is in it happened, on the boot clock.
    long oldestBootNs() {
        return events == 0 ? openedBootNs : Math.min(openedBootNs, firstTimeNs - bootEpochNs);
    }

    /// Finishes the batch. Its bytes are those of [#buffer()] from 0, until something is added again.
    ///
    /// @return how many bytes
    int close() {
        buffer.putLong(timesOffset + FIRST_TIME, firstTimeNs, LITTLE_ENDIAN);
        buffer.putLong(timesOffset + LAST_TIME, lastTimeNs, LITTLE_ENDIAN);
        buffer.putLong(timesOffset + CLOSED_TIME, clock.epochTimeNs(), LITTLE_ENDIAN);
        open = false;
        events = 0;
        reports = false;
        return writer.length();
    }

    /// What is in the batch that was closed last, in short. Its bytes are those of [BatchContents#note()].
    int closeNote() {
        return contents.close();
    }

    BatchContents contents() {
        return contents;
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    /// Of the batch that is open or was closed last.
    long sequence() {
        return sequence;
    }

    private void openIfClosed() {
        if (open) {
            return;
        }
        open = true;
        sequence++;
        openedBootNs = clock.bootTimeNs();
        bootEpochNs = bootEpoch.measureNs();
        baseTimeNs = openedBootNs + bootEpochNs;
        firstTimeNs = 0;
        lastTimeNs = 0;
        processes.rewind(0);
        containers.rewind(0);
        contents.clear();
        writer.wrap(bytes, 0, bytes.length);
        writer.bytes(EventBatch.INSTANCE_ID_FIELD_NUMBER, instanceId);
        writer.fixed64(EventBatch.SEQUENCE_FIELD_NUMBER, sequence);
        timesOffset = writer.position();
        writer.fixed64(EventBatch.FIRST_TIME_NS_FIELD_NUMBER, 0);
        writer.fixed64(EventBatch.LAST_TIME_NS_FIELD_NUMBER, 0);
        writer.fixed64(EventBatch.CLOSED_TIME_NS_FIELD_NUMBER, 0);
        writer.uint32(EventBatch.SCHEMA_VERSION_FIELD_NUMBER, SCHEMA_VERSION);
        writer.fixed64(EventBatch.BASE_TIME_NS_FIELD_NUMBER, baseTimeNs);
        writer.fixed64(EventBatch.BOOT_EPOCH_NS_FIELD_NUMBER, bootEpochNs);
        int mark = writer.beginMessage(EventBatch.AGENT_FIELD_NUMBER);
        writer.ascii(AgentInfo.VERSION_FIELD_NUMBER, agent.version());
        writer.ascii(AgentInfo.HOST_NAME_FIELD_NUMBER, agent.hostName());
        writer.ascii(AgentInfo.BOOT_ID_FIELD_NUMBER, agent.bootId());
        writer.ascii(AgentInfo.KERNEL_RELEASE_FIELD_NUMBER, agent.kernelRelease());
        writer.endMessage(mark);
    }

    private void keepPlace() {
        placeKept = writer.position();
        processesKept = processes.count();
        containersKept = containers.count();
    }

    private void takeBack() {
        writer.rewind(placeKept);
        processes.rewind(processesKept);
        containers.rewind(containersKept);
    }
}
