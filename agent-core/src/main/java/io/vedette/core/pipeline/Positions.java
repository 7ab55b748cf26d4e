package io.vedette.core.pipeline;

import io.vedette.core.identity.ProcessImage;
import java.util.Arrays;
import org.agrona.BitUtil;

/// Where in the current batch each image stands, by slot: cleared in no time by counting batches.
///
/// One thread. An entry counts only for the very reference that it was put for. Where there are more slots than
/// places, those that share one forget each other.
final class Positions {

    private final long[] references;
    private final int[] batches;
    private final int[] positions;
    private final int mask;
    private int batch = 1;

    /// @param places how many are remembered at least
    Positions(int places) {
        int capacity = BitUtil.findNextPositivePowerOfTwo(places);
        references = new long[capacity];
        batches = new int[capacity];
        positions = new int[capacity];
        mask = capacity - 1;
    }

    void clear() {
        if (++batch == 0) {
            Arrays.fill(batches, 0);
            batch = 1;
        }
    }

    void put(long reference, int position) {
        int place = ProcessImage.slot(reference) & mask;
        references[place] = reference;
        batches[place] = batch;
        positions[place] = position;
    }

    /// @return -1 when it has none
    int of(long reference) {
        int place = ProcessImage.slot(reference) & mask;
        return batches[place] == batch && references[place] == reference ? positions[place] : -1;
    }
}
