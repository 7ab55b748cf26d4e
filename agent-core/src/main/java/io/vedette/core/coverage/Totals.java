package io.vedette.core.coverage;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/// How many tasks are in which state.
public record Totals(Map<State, Integer> counts) {

    public static Totals of(Collection<Row> rows) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        for (State state : State.values()) {
            counts.put(state, 0);
        }
        rows.forEach(row -> counts.merge(row.state(), 1, Integer::sum));
        return new Totals(counts);
    }

    public int of(State state) {
        return counts.getOrDefault(state, 0);
    }

    /// Healthy ones of those that are healthy or not; 100 when there are none.
    public double percent() {
        int judged = of(State.HEALTHY) + of(State.UNHEALTHY);
        return judged == 0 ? 100 : Math.floor(1000.0 * of(State.HEALTHY) / judged) / 10;
    }
}
