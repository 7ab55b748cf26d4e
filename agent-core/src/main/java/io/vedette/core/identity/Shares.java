package io.vedette.core.identity;

import java.util.Arrays;

/// How much of something each container has. One may have three times as much as is free then: alone it gets three
/// quarters, and whatever it does, the others find some. One thread; it allocates nothing once it knows all containers.
final class Shares {

    private static final long SHARE = 3;

    private int[] takenBy = {};
    private long free;

    /// @param total of it
    Shares(long total) {
        free = total;
    }

    boolean mayHave(int container, int amount) {
        long taken = container < takenBy.length ? takenBy[container] : 0;
        return taken + amount <= SHARE * (free - amount);
    }

    void take(int container, int amount) {
        if (container >= takenBy.length) {
            takenBy = Arrays.copyOf(takenBy, Math.max(container + 1, 2 * takenBy.length));
        }
        takenBy[container] += amount;
        free -= amount;
    }

    void give(int container, int amount) {
        take(container, -amount);
    }
}
