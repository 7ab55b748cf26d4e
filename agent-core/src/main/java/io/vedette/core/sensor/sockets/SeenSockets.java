package io.vedette.core.sensor.sockets;

import org.agrona.collections.LongHashSet;

/// Tells which sockets a look finds that the one before did not. Bounded: of those that it has no room for each is new
/// in each look. One thread.
final class SeenSockets {

    private final int most;
    private LongHashSet before = new LongHashSet();
    private LongHashSet now = new LongHashSet();

    /// @param most how many it remembers
    SeenSockets(int most) {
        this.most = most;
    }

    /// Notes a socket that this look finds.
    ///
    /// @return whether it is the first one that does, as far as that is remembered
    boolean isNew(long inode) {
        if (now.size() < most) {
            now.add(inode);
        }
        return before.size() < most ? before.add(inode) : !before.contains(inode);
    }

    /// Whether it was found by this look, or by the one before.
    boolean contains(long inode) {
        return before.contains(inode);
    }

    boolean isFull() {
        return before.size() >= most;
    }

    /// Ends a look.
    ///
    /// @param whole whether it saw all that there are: else what it did not find may still be there
    void end(boolean whole) {
        if (whole) {
            LongHashSet last = before;
            before = now;
            now = last;
        }
        now.clear();
    }
}
