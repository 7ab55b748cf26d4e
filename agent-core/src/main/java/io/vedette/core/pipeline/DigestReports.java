package io.vedette.core.pipeline;

import io.vedette.core.digest.Digests;
import io.vedette.core.digest.FileDigest;
import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import io.vedette.transport.codec.WireWriter;
import io.vedette.v1.Digest;
import io.vedette.v1.EventBatch;
import java.nio.charset.StandardCharsets;

/// Writes checksums into the batch as they are found out. One thread, the ship.
final class DigestReports {

    private static final int TURN = 64;

    private final Digests digests;
    private final ContainerTable containers;
    private final BatchBuilder batch;
    private final BatchOutlet outlet;

    DigestReports(Digests digests, ContainerTable containers, BatchBuilder batch, BatchOutlet outlet) {
        this.digests = digests;
        this.containers = containers;
        this.batch = batch;
        this.outlet = outlet;
    }

    /// Writes what is there, within bounds; a batch that gets full on the way is put out.
    void write() {
        for (int turn = 0; turn < TURN; turn++) {
            FileDigest digest = digests.take();
            if (digest == null) {
                return;
            }
            BatchBuilder.Report report =
                    (writer, positions) -> write(writer, digest, positions.describe(writer, container(digest)));
            if (!batch.report(report)) {
                outlet.put(batch);
                batch.report(report);
            }
        }
    }

    private Container container(FileDigest digest) {
        return containers.get(digest.container());
    }

    private static void write(WireWriter writer, FileDigest digest, int container) {
        int mark = writer.beginMessage(EventBatch.DIGESTS_FIELD_NUMBER);
        if (digest.sha256().length > 0) {
            writer.bytes(Digest.SHA256_FIELD_NUMBER, digest.sha256());
        }
        writer.bytes(Digest.PATH_FIELD_NUMBER, digest.path());
        writer.uint32(Digest.DEVICE_FIELD_NUMBER, digest.device());
        writer.uint64(Digest.INODE_FIELD_NUMBER, digest.inode());
        writer.uint64(Digest.SIZE_FIELD_NUMBER, digest.size());
        writer.fixed64(Digest.CHANGE_TIME_NS_FIELD_NUMBER, digest.changeTimeNs());
        writer.uint32(Digest.CONTAINER_FIELD_NUMBER, container);
        if (!digest.failure().isEmpty()) {
            writer.bytes(Digest.FAILURE_FIELD_NUMBER, digest.failure().getBytes(StandardCharsets.US_ASCII));
        }
        writer.endMessage(mark);
    }
}
