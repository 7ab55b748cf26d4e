package io.vedette.transport.spool;

import java.nio.file.Path;

/// How a [ChronicleSpool] keeps its batches.
///
/// @param directory created with mode 0700 if it is missing; owned by one process at a time
/// @param quotaBytes for all files of batches; the oldest segment goes when it would be exceeded
/// @param segmentBytes a file is closed at this size and deleted as a whole; at most a quarter of the quota
///     is used
/// @param maxBatchBytes of one batch; four times this much of a file is mapped at a time
/// @param reserveBytes free space of the file system that is left alone: a mapped write to a full disk would
///     kill
public record SpoolConfig(Path directory, long quotaBytes, int segmentBytes, int maxBatchBytes, long reserveBytes) {

    /// 256 MiB in files of 8 MiB, batches of at most 255 KiB, 16 MiB left free.
    public static SpoolConfig defaults(Path directory) {
        return new SpoolConfig(directory, 256L << 20, 8 << 20, 255 << 10, 16L << 20);
    }

    public SpoolConfig {
        if (maxBatchBytes < 1 || segmentBytes < 1 || quotaBytes < 4L * maxBatchBytes || reserveBytes < 0) {
            throw new IllegalArgumentException("spool sizes do not fit: quotaBytes=" + quotaBytes + " segmentBytes="
                    + segmentBytes + " maxBatchBytes=" + maxBatchBytes + " reserveBytes=" + reserveBytes);
        }
    }
}
