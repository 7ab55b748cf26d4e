package io.vedette.core.pipeline;

import java.util.Arrays;

/// Who wrote which file last, as far as the sensor saw: bounded, in places of four files each. Where a place is
/// full the file goes that was written longest ago.
///
/// One thread, the drain; allocates nothing.
final class LastWriters {

    /// Instead of an index.
    static final int UNKNOWN = -1;

    private static final int PLACES = 2048;
    private static final int FILES = 4;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final int[] devices = new int[PLACES * FILES];
    private final long[] inodes = new long[PLACES * FILES];
    private final int[] tgids = new int[PLACES * FILES];
    private final long[] starts = new long[PLACES * FILES];
    private final long[] times = new long[PLACES * FILES];

    LastWriters() {
        Arrays.fill(times, Long.MIN_VALUE);
    }

    /// Notes a write. One that comes late takes nothing from a later one.
    ///
    /// @param startBootTimeNs start of the writing process
    /// @param bootTimeNs when it wrote
    void wrote(int device, long inode, int tgid, long startBootTimeNs, long bootTimeNs) {
        int index = find(device, inode);
        if (index == UNKNOWN) {
            index = oldest(place(device, inode));
        } else if (times[index] > bootTimeNs) {
            return;
        }
        devices[index] = device;
        inodes[index] = inode;
        tgids[index] = tgid;
        starts[index] = startBootTimeNs;
        times[index] = bootTimeNs;
    }

    /// @return an index for the other methods, valid until the next write; or [#UNKNOWN]
    int find(int device, long inode) {
        int first = place(device, inode);
        for (int index = first; index < first + FILES; index++) {
            if (inodes[index] == inode && devices[index] == device && times[index] != Long.MIN_VALUE) {
                return index;
            }
        }
        return UNKNOWN;
    }

    int tgid(int index) {
        return tgids[index];
    }

    long startBootTimeNs(int index) {
        return starts[index];
    }

    long bootTimeNs(int index) {
        return times[index];
    }

    private int oldest(int first) {
        int oldest = first;
        for (int index = first + 1; index < first + FILES; index++) {
            if (times[index] < times[oldest]) {
                oldest = index;
            }
        }
        return oldest;
    }

    private static int place(int device, long inode) {
        long hash = (inode ^ ((long) device << 40)) * MULTIPLIER;
        return (int) (hash >>> 48) % PLACES * FILES;
    }
}
