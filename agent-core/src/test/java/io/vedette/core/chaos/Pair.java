package io.vedette.core.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/// Two runs, one after the other.
record Pair(Run.Outcome without, Run.Outcome with) {

    static double medianMs(List<Pair> pairs, ToLongFunction<Pair> ns) {
        long[] sorted = pairs.stream().mapToLong(ns).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
        return median / 1e6;
    }

    static long[] of(List<Pair> pairs, ToLongFunction<Pair> value) {
        return pairs.stream().mapToLong(value).toArray();
    }

    static long sum(List<Pair> pairs, ToLongFunction<Ledger.Books> number) {
        return Arrays.stream(of(pairs, pair -> number.applyAsLong(pair.with().books())))
                .sum();
    }
}
