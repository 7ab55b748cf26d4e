package io.vedette.core.pipeline;

import io.vedette.core.identity.Container;
import io.vedette.core.telemetry.Tally;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.jspecify.annotations.Nullable;

/// How many events of each container and kind are in a batch, how many losses it tells as new, and the note that
/// says so: what is left to the books when the batch itself can't be read back.
///
///     0                 16
///     +-----------------+------+---------------+------+-------+---------+----
///     | instance id     | size | container id  | kind | tally |  count  | ...
///     +-----------------+------+---------------+------+-------+---------+----
///
/// The tally is 0 for events, else the number of the loss that is told.
///
/// One thread, the ship. Allocates nothing for an event.
final class BatchContents {

    private static final int ID_BYTES = 16;
    private static final int MAX_CONTAINER_ID_BYTES = 255;
    private static final int EVENTS = 0;
    private static final int BYTE_BITS = 8;
    private static final int BYTE_MASK = (1 << BYTE_BITS) - 1;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final Long2LongHashMap counts = new Long2LongHashMap(0);
    /// Stands for a container, whose books would stay in memory as long as it is named itself.
    private final @Nullable Object[] known;

    private final byte[][] ids;
    private final ExpandableArrayBuffer note = new ExpandableArrayBuffer(1024);
    private int length;

    BatchContents(byte[] instanceId, int maxContainers) {
        known = new Object[maxContainers];
        ids = new byte[maxContainers][];
        note.putBytes(0, instanceId);
    }

    void clear() {
        counts.clear();
    }

    void add(Container container, int kind, long count) {
        add(container, kind, EVENTS, count);
    }

    /// A loss that is told.
    void addLoss(Container container, int kind, Tally tally, long count) {
        add(container, kind, tally.number(), count);
    }

    private void add(Container container, int kind, int tally, long count) {
        int index = container.index();
        if (!container.described().equals(known[index])) {
            known[index] = container.described();
            byte[] id = ContainerEncoder.idInStream(container).getBytes(StandardCharsets.UTF_8);
            ids[index] = id.length > MAX_CONTAINER_ID_BYTES ? new byte[0] : id;
        }
        long key = ((long) index << BYTE_BITS | tally) << BYTE_BITS | kind;
        if (count > 0) {
            counts.put(key, counts.get(key) + count);
        }
    }

    /// Writes the note.
    ///
    /// @return its length
    int close() {
        length = ID_BYTES;
        // The map keeps its iterator, and lends it.
        Long2LongHashMap.EntryIterator entries = counts.entrySet().iterator();
        while (entries.hasNext()) {
            entries.next();
            byte[] id = ids[(int) (entries.getLongKey() >>> (2 * BYTE_BITS))];
            note.putByte(length, (byte) id.length);
            note.putBytes(length + 1, id);
            length += 1 + id.length;
            note.putByte(length, (byte) entries.getLongKey());
            note.putByte(length + 1, (byte) (entries.getLongKey() >>> BYTE_BITS));
            note.putLong(length + 2, entries.getLongValue(), ORDER);
            length += 2 + Long.BYTES;
        }
        return length;
    }

    DirectBuffer note() {
        return note;
    }

    /// Takes what a note says.
    interface Counts {

        void events(String containerId, int kind, long count);

        void loss(String containerId, int kind, Tally told, long count);
    }

    /// Whether a note is of this instance.
    static boolean isOf(byte[] instanceId, DirectBuffer note, int offset, int length) {
        boolean same = length >= ID_BYTES;
        for (int i = 0; i < ID_BYTES && same; i++) {
            same = note.getByte(offset + i) == instanceId[i];
        }
        return same;
    }

    /// Reads a note. One that does not have its form ends where it fails.
    ///
    /// @return whether it could be read to its end
    static boolean read(DirectBuffer note, int offset, int length, Counts into) {
        int at = offset + ID_BYTES;
        int end = offset + length;
        while (at < end) {
            int idLength = note.getByte(at) & 0xff;
            int next = at + 1 + idLength + 2 + Long.BYTES;
            if (next > end) {
                return false;
            }
            byte[] id = new byte[idLength];
            note.getBytes(at + 1, id);
            String container = new String(id, StandardCharsets.UTF_8);
            int kind = note.getByte(at + 1 + idLength) & BYTE_MASK;
            int tally = note.getByte(at + 2 + idLength) & BYTE_MASK;
            long count = note.getLong(at + 3 + idLength, ORDER);
            if (tally == EVENTS) {
                into.events(container, kind, count);
            } else if (tally < Tally.count()) {
                into.loss(container, kind, Tally.at(tally), count);
            } else {
                return false;
            }
            at = next;
        }
        return at == end;
    }
}
