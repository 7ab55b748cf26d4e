package io.vedette.core.main;

import io.vedette.core.pipeline.Gap;
import io.vedette.core.pipeline.WatchedUntil;
import io.vedette.core.time.BootEpoch;
import io.vedette.core.time.Clock;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// [WatchedUntil] in a small mapped file beside the spool, so that a kill of this process loses nothing of
/// it.
///
/// ```
///    0  magic    8  watched until (ns, Unix epoch)   16  1 when stopped in order
/// ```
///
/// Opened by the starting thread, then the ship's.
final class WatchedUntilFile implements WatchedUntil {

    private static final String NAME = "watched-until";
    private static final long MAGIC = 0x5645_4445_5454_4501L;
    private static final int TIME = 8;
    private static final int STOPPED = 16;
    private static final int BYTES = 24;

    private final MappedByteBuffer file;
    private final BootEpoch bootEpoch;

    private WatchedUntilFile(MappedByteBuffer file, BootEpoch bootEpoch) {
        this.file = file;
        this.bootEpoch = bootEpoch;
    }

    static WatchedUntilFile open(Path directory, Clock clock) throws IOException {
        Set<StandardOpenOption> how =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(directory.resolve(NAME), how, mode)) {
            return new WatchedUntilFile(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES), new BootEpoch(clock));
        }
    }

    /// The time since an agent last watched with this directory, if one ever did. Then forgets it.
    ///
    /// @param nowEpochNs since when it is watched again
    Optional<Gap> gapUntil(long nowEpochNs) {
        boolean known = file.getLong(0) == MAGIC && file.getLong(TIME) > 0 && file.getLong(TIME) < nowEpochNs;
        Optional<Gap> gap = known
                ? Optional.of(new Gap(
                        file.getLong(TIME),
                        nowEpochNs,
                        file.getLong(STOPPED) == 1 ? "the agent was stopped" : "the agent ended without a stop"))
                : Optional.empty();
        file.putLong(STOPPED, 0);
        file.putLong(0, MAGIC);
        return gap;
    }

    @Override
    public void set(long bootTimeNs) {
        file.putLong(TIME, bootTimeNs + bootEpoch.measureNs());
    }

    @Override
    public void stopped() {
        file.putLong(STOPPED, 1);
    }
}
