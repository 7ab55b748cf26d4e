package io.vedette.core.pipeline;

import io.vedette.core.identity.ProcessImage;
import java.util.Arrays;

/// Where in the current batch each image stands, by slot: cleared in no time by counting batches.
///
/// One thread. An entry counts only for the very reference that it was put for.
final class Positions {

    private final long[] references;
    private final int[] batches;
    private final int[] positions;
    private int batch = 1;

    Positions(int slots) {
        references = new long[slots];
        batches = new int[slots];
        positions = new int[slots];
    }

    void clear() {
        if (++batch == 0) {
            Arrays.fill(batches, 0);
            batch = 1;
        }
    }

    void put(long reference, int position) {
        int slot = ProcessImage.slot(reference);
        references[slot] = reference;
        batches[slot] = batch;
        positions[slot] = position;
    }

    /// @return -1 when it has none
    int of(long reference) {
        int slot = ProcessImage.slot(reference);
        return batches[slot] == batch && references[slot] == reference ? positions[slot] : -1;
    }
}
