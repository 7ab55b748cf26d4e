package io.vedette.core.pipeline;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.vedette.v1.Account;
import io.vedette.v1.Container;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Loss;
import io.vedette.v1.Open;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;

/// What the bytes of a batch count: its events by container and kind, the losses and the accounts that it tells.
///
/// Only that is read: whole messages of a batch would take some megabytes, and the generated classes as many, at the
/// very moment when there is no room for what waits.
final class BatchEvents {

    private static final int DELIMITED = WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int INSTANCE_ID = EventBatch.INSTANCE_ID_FIELD_NUMBER << 3 | DELIMITED;
    private static final int CONTAINERS = EventBatch.CONTAINERS_FIELD_NUMBER << 3 | DELIMITED;
    private static final int EVENTS = EventBatch.EVENTS_FIELD_NUMBER << 3 | DELIMITED;
    private static final int LOSSES = EventBatch.LOSSES_FIELD_NUMBER << 3 | DELIMITED;
    private static final int ACCOUNTS = EventBatch.ACCOUNTS_FIELD_NUMBER << 3 | DELIMITED;
    private static final int CONTAINER_ID = Container.ID_FIELD_NUMBER << 3 | DELIMITED;
    private static final int CONTAINER = Event.CONTAINER_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT;
    private static final int OPEN_COUNT = Open.COUNT_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT;
    private static final int KIND_BITS = 8;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;
    private static final int NUMBERS = 8;

    private final List<String> containers = new ArrayList<>();
    private final Long2LongHashMap counts = new Long2LongHashMap(0);
    private final List<long[]> losses = new ArrayList<>();
    private final List<long[]> accounts = new ArrayList<>();
    private byte[] instanceId = {};
    private long highest;

    private BatchEvents() {}

    /// Takes what a batch counts.
    interface Counts {

        void events(String containerId, int kind, long count);

        void loss(String containerId, int kind, int stage, int reason, long count);

        void account(String containerId, int kind);
    }

    /// @throws IOException these are not the bytes of a batch
    static BatchEvents of(byte[] batch) throws IOException {
        BatchEvents events = new BatchEvents();
        events.readBatch(CodedInputStream.newInstance(batch));
        return events;
    }

    /// Whether this instance of an agent sent it.
    boolean areOf(byte[] instance) {
        return Arrays.equals(instanceId, instance);
    }

    void tell(Counts into) {
        counts.forEachLong(
                (key, count) -> into.events(containers.get((int) (key >>> KIND_BITS)), (int) (key & KIND_MASK), count));
        for (long[] loss : losses) {
            into.loss(
                    containers.get((int) loss[Loss.CONTAINER_FIELD_NUMBER]),
                    (int) loss[Loss.KIND_FIELD_NUMBER],
                    (int) loss[Loss.STAGE_FIELD_NUMBER],
                    (int) loss[Loss.REASON_FIELD_NUMBER],
                    loss[Loss.COUNT_FIELD_NUMBER]);
        }
        for (long[] account : accounts) {
            into.account(containers.get((int) account[Account.CONTAINER_FIELD_NUMBER]), (int)
                    account[Account.KIND_FIELD_NUMBER]);
        }
    }

    private void readBatch(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == INSTANCE_ID) {
                instanceId = in.readByteArray();
            } else if (tag == CONTAINERS || tag == EVENTS || tag == LOSSES || tag == ACCOUNTS) {
                int outer = in.pushLimit(in.readRawVarint32());
                switch (tag) {
                    case CONTAINERS -> readContainer(in);
                    case EVENTS -> readEvent(in);
                    case LOSSES -> losses.add(numbers(in, Loss.CONTAINER_FIELD_NUMBER));
                    default -> accounts.add(numbers(in, Account.CONTAINER_FIELD_NUMBER));
                }
                in.popLimit(outer);
            } else {
                in.skipField(tag);
            }
        }
        if (highest >= containers.size() && !(counts.isEmpty() && losses.isEmpty() && accounts.isEmpty())) {
            throw new InvalidProtocolBufferException("an event is of a container that is not in its batch");
        }
    }

    private void readContainer(CodedInputStream in) throws IOException {
        String id = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == CONTAINER_ID) {
                id = in.readStringRequireUtf8();
            } else {
                in.skipField(tag);
            }
        }
        containers.add(id);
    }

    private void readEvent(CodedInputStream in) throws IOException {
        long container = 0;
        int kind = 0;
        long count = 1;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (tag == CONTAINER) {
                container = Integer.toUnsignedLong(in.readUInt32());
            } else if (field == Event.OPEN_FIELD_NUMBER) {
                kind = field;
                count = readOpens(in);
            } else {
                kind = field >= Event.EXEC_FIELD_NUMBER && field <= KIND_MASK ? field : kind;
                in.skipField(tag);
            }
        }
        highest = Math.max(highest, container);
        long key = container << KIND_BITS | kind;
        counts.put(key, counts.get(key) + count);
    }

    /// As the ship counted it when it was sent: an event of opens stands for several.
    private static long readOpens(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        long count = 1;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == OPEN_COUNT) {
                count = Math.max(1, Integer.toUnsignedLong(in.readUInt32()));
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(outer);
        return count;
    }

    /// The fields of a message of numbers, by theirs.
    private long[] numbers(CodedInputStream in, int container) throws IOException {
        long[] numbers = new long[NUMBERS];
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT && field < NUMBERS) {
                numbers[field] = in.readUInt64();
            } else {
                in.skipField(tag);
            }
        }
        if (numbers[container] < 0 || numbers[container] > Integer.MAX_VALUE) {
            throw new InvalidProtocolBufferException("a position is out of range");
        }
        highest = Math.max(highest, numbers[container]);
        return numbers;
    }
}
