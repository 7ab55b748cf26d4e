package io.vedette.core.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Prometheus' text format, and what every process of ours tells of itself in it.
final class Exposition {

    private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

    private Exposition() {}

    static String contentType() {
        return WRITER.getContentType();
    }

    static String text(MetricSnapshots snapshots) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(32 * 1024);
        try {
            WRITER.write(text, snapshots, EscapingScheme.DEFAULT);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    static void process(Samples samples, String version) {
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        samples.counter("process_cpu_seconds", "CPU time of the agent", cpu.toNanos() / 1e9);
        Runtime runtime = Runtime.getRuntime();
        samples.gauge("vedette_heap_bytes", "Java heap in use", runtime.totalMemory() - runtime.freeMemory());
        samples.gauge("vedette_heap_max_bytes", "Java heap at most", runtime.maxMemory());
        samples.add(InfoSnapshot.builder()
                .name("vedette_build")
                .help("The agent's version")
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                        .labels(Labels.of(
                                "version", version, "java", Runtime.version().toString()))
                        .build())
                .build());
    }
}
