package io.vedette.core.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.vedette.core.injector.RequestBook;
import io.vedette.core.injector.Result;
import java.util.List;
import java.util.function.BooleanSupplier;

/// What the service that injects counts. One thread, the server's.
public final class InjectorMetrics {

    private final String version;
    private final RequestBook book;
    private final BooleanSupplier isReady;

    /// @param version of the agent
    public InjectorMetrics(String version, RequestBook book, BooleanSupplier isReady) {
        this.version = version;
        this.book = book;
        this.isReady = isReady;
    }

    public String contentType() {
        return Exposition.contentType();
    }

    /// In Prometheus' text format.
    public String text() {
        Samples samples = new Samples();
        HistogramSnapshot.Builder times = HistogramSnapshot.builder()
                .name("vedette_injector_request_duration_seconds")
                .help("Time from a request to its answer, without the network");
        for (String path : book.paths()) {
            for (Result result : Result.values()) {
                samples.counter(
                        "vedette_injector_requests",
                        "Requests by what came of them",
                        book.count(path, result),
                        "path",
                        path,
                        "outcome",
                        result.toString());
            }
            times.dataPoint(times(path));
        }
        samples.add(times.build());
        samples.gauge("vedette_injector_ready", "Whether the policy can be used", isReady.getAsBoolean() ? 1 : 0);
        Exposition.process(samples, version);
        return Exposition.text(samples.snapshots());
    }

    private HistogramSnapshot.HistogramDataPointSnapshot times(String path) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        List<Long> counts = book.times(path);
        for (int i = 0; i < counts.size(); i++) {
            boolean isLast = i == RequestBook.SECONDS.size();
            buckets.bucket(isLast ? Double.POSITIVE_INFINITY : RequestBook.SECONDS.get(i), counts.get(i));
        }
        return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .labels(Labels.of("path", path))
                .classicHistogramBuckets(buckets.build())
                .sum(book.seconds(path))
                .build();
    }
}
