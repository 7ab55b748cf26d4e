package io.vedette.bench.load;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/// The middle one of some numbers, and the outermost ones.
record Spread(double median, double lowest, double highest) {

    /// @return all NaN of none
    static Spread of(Collection<Double> numbers) {
        double[] sorted =
                numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    static Spread of(double... numbers) {
        return of(Arrays.stream(numbers).boxed().toList());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f [%.2f-%.2f]", median, lowest, highest);
    }
}
