package io.vedette.core.pipeline;

import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerDescription;
import io.vedette.transport.codec.Messages;
import io.vedette.transport.codec.WireWriter;
import io.vedette.v1.EventBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes descriptions of containers into a batch, each once.
///
/// A description is encoded when its container is first seen, and again when more was found out of it; from
/// then on it is copied. Within a batch it stays what it was. One thread, the ship.
final class ContainerEncoder {

    private static final int NOWHERE = -1;

    /// Stands for a container, whose books would stay in memory as long as it is named itself.
    private final @Nullable Object[] known;

    private final @Nullable ContainerDescription[] described;
    private final byte[][] encoded;
    private final Positions positions;
    private int count;

    ContainerEncoder(int maxContainers) {
        known = new Object[maxContainers];
        described = new ContainerDescription[maxContainers];
        encoded = new byte[maxContainers][];
        positions = new Positions(maxContainers);
    }

    /// Goes back to when there were `toCount` descriptions in the batch; 0 for a new batch.
    void rewind(int toCount) {
        positions.clear();
        count = toCount;
    }

    int count() {
        return count;
    }

    /// @return the container's position in the batch
    int describe(WireWriter writer, Container container) {
        int index = container.index();
        int position = positions.of(index);
        if (position != NOWHERE && container.described().equals(known[index])) {
            return position;
        }
        ContainerDescription description = container.description();
        if (!container.described().equals(known[index]) || description != described[index]) {
            known[index] = container.described();
            described[index] = description;
            encoded[index] = encode(container, description);
        }
        writer.bytes(EventBatch.CONTAINERS_FIELD_NUMBER, encoded[index]);
        positions.put(index, count);
        return count++;
    }

    /// Bytes that are not UTF-8 become replacement characters.
    static String idInStream(Container container) {
        return new String(container.id().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static byte[] encode(Container container, ContainerDescription description) {
        byte[] identity = Messages.write(message -> {
            message.text(io.vedette.v1.Container.ID_FIELD_NUMBER, idInStream(container));
            message.text(io.vedette.v1.Container.RUNTIME_FIELD_NUMBER, container.runtime());
            message.bytes(
                    io.vedette.v1.Container.CGROUP_PATH_FIELD_NUMBER,
                    container.cgroupPath().getBytes(StandardCharsets.ISO_8859_1));
            message.uint64(io.vedette.v1.Container.CGROUP_ID_FIELD_NUMBER, container.cgroupId());
            message.uint32(io.vedette.v1.Container.MNT_NS_FIELD_NUMBER, container.mntNs());
            message.uint32(io.vedette.v1.Container.FIRST_HOST_PID_FIELD_NUMBER, container.firstPid());
        });
        byte[] found = description.encoded();
        byte[] all = Arrays.copyOf(identity, identity.length + found.length);
        System.arraycopy(found, 0, all, identity.length, found.length);
        return all;
    }
}
