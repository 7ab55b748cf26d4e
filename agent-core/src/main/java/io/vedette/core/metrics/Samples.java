package io.vedette.core.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The values of one scrape, collected under their names. One thread; thrown away after the scrape.
final class Samples {

    private final Map<String, Family> counters = new LinkedHashMap<>();
    private final Map<String, Family> gauges = new LinkedHashMap<>();
    private final List<MetricSnapshot> others = new ArrayList<>();

    /// Values with the same labels add up.
    private record Family(String help, Map<Labels, Double> values) {}

    /// @param name without `_total`
    void counter(String name, String help, Number value, String... labels) {
        add(counters, name, help, value, labels);
    }

    void gauge(String name, String help, Number value, String... labels) {
        add(gauges, name, help, value, labels);
    }

    void add(MetricSnapshot other) {
        others.add(other);
    }

    private static void add(Map<String, Family> families, String name, String help, Number value, String... labels) {
        families.computeIfAbsent(name, any -> new Family(help, new LinkedHashMap<>()))
                .values()
                .merge(Labels.of(labels), value.doubleValue(), Double::sum);
    }

    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        counters.forEach((name, family) -> {
            CounterSnapshot.Builder counter =
                    CounterSnapshot.builder().name(name).help(family.help());
            family.values()
                    .forEach((labels, value) -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                            .labels(labels)
                            .value(value)
                            .build()));
            all.metricSnapshot(counter.build());
        });
        gauges.forEach((name, family) -> {
            GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(family.help());
            family.values()
                    .forEach((labels, value) -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                            .labels(labels)
                            .value(value)
                            .build()));
            all.metricSnapshot(gauge.build());
        });
        others.forEach(all::metricSnapshot);
        return all.build();
    }
}
