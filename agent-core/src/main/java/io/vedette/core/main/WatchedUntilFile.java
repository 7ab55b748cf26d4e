package io.vedette.core.main;

import io.vedette.core.pipeline.Gap;
import io.vedette.core.pipeline.WatchedUntil;
import io.vedette.core.time.BootEpoch;
import io.vedette.core.time.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// [WatchedUntil] in a small mapped file beside the spool, so that a kill of this process loses nothing of
/// it.
///
/// ```
///    0  magic    8  watched until (ns, Unix epoch)   16  1 when stopped in order
///   24  watched until (ns, boot clock)   32  the boot's id
/// ```
///
/// Within one boot its clock tells how long nobody watched: a wall clock that was set meanwhile hides no gap
/// and makes none longer. Files of before had the first three fields only.
///
/// Opened by the starting thread, then the ship's.
final class WatchedUntilFile implements WatchedUntil {

    private static final String NAME = "watched-until";
    private static final long MAGIC = 0x5645_4445_5454_4501L;
    private static final UUID UNKNOWN_BOOT = new UUID(0, 0);
    private static final int TIME = 8;
    private static final int STOPPED = 16;
    private static final int BOOT_TIME = 24;
    private static final int BOOT_ID = 32;
    private static final int BYTES = 48;

    private final MappedByteBuffer file;
    private final Clock clock;
    private final BootEpoch bootEpoch;
    private final UUID bootId;

    private WatchedUntilFile(MappedByteBuffer file, Clock clock, UUID bootId) {
        this.file = file;
        this.clock = clock;
        this.bootId = bootId;
        bootEpoch = new BootEpoch(clock);
    }

    /// @param bootId all zeros when not known
    static WatchedUntilFile open(Path directory, Clock clock, UUID bootId) throws IOException {
        Set<StandardOpenOption> how =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(directory.resolve(NAME), how, mode)) {
            // A page without room on the disk would be a signal when it is written to.
            ByteBuffer zeros = ByteBuffer.allocate(BYTES);
            zeros.position((int) Math.min(BYTES, channel.size()));
            while (zeros.hasRemaining()) {
                channel.write(zeros, zeros.position());
            }
            return new WatchedUntilFile(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES), clock, bootId);
        }
    }

    /// The time until now since an agent last watched with this directory, if one ever did. Then forgets it.
    Optional<Gap> gap() {
        boolean known = file.getLong(0) == MAGIC && file.getLong(TIME) > 0;
        String cause = file.getLong(STOPPED) == 1 ? "the agent was stopped" : "the agent ended without a stop";
        file.putLong(STOPPED, 0);
        file.putLong(0, MAGIC);
        long nowNs = clock.epochTimeNs();
        return known ? Optional.of(new Gap(fromNs(nowNs), nowNs, cause)) : Optional.empty();
    }

    /// @return 0 when the time of before is not this clock's past
    private long fromNs(long nowNs) {
        long bootTimeNs = file.getLong(BOOT_TIME);
        if (isOfThisBoot() && bootTimeNs > 0) {
            return nowNs - Math.max(0, clock.bootTimeNs() - bootTimeNs);
        }
        return file.getLong(TIME) < nowNs ? file.getLong(TIME) : 0;
    }

    private boolean isOfThisBoot() {
        return !bootId.equals(UNKNOWN_BOOT)
                && file.getLong(BOOT_ID) == bootId.getMostSignificantBits()
                && file.getLong(BOOT_ID + Long.BYTES) == bootId.getLeastSignificantBits();
    }

    @Override
    public void set(long bootTimeNs) {
        if (!isOfThisBoot()) {
            file.putLong(BOOT_TIME, 0);
            file.putLong(BOOT_ID, bootId.getMostSignificantBits());
            file.putLong(BOOT_ID + Long.BYTES, bootId.getLeastSignificantBits());
        }
        file.putLong(TIME, bootTimeNs + bootEpoch.measureNs());
        file.putLong(BOOT_TIME, bootTimeNs);
    }

    @Override
    public void stopped() {
        file.putLong(STOPPED, 1);
    }
}
