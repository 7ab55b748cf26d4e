package io.vedette.bench.load;

import io.vedette.bench.load.Bench.Measurement;
import io.vedette.bench.load.Bench.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/// How long does the service that injects take for a pod?
final class Reviews implements Measurement {

    private static final int STARTS_A_ROUND = 3;
    private static final int REVIEWS = 3_000;
    private static final double US = 1e3;

    @Override
    public String name() {
        return "injector";
    }

    @Override
    public String question() {
        return """
                From the first byte of an AdmissionReview of 3 KB to the last byte of the answer with the patch, one after the other on one
                connection with TLS 1.3, as an API server on the same machine would see it. *cold* is the first one of a service, with the
                handshake of its connection, after one probe of /readyz; the one who asks has asked another instance before. *RSS* is that of the service after all reviews.""";
    }

    @Override
    public Result run(Bench bench) throws IOException, InterruptedException {
        Path keys = Files.createTempDirectory(bench.directory(), "keys");
        InjectorProcess.makeCertificate(keys);
        try (InjectorProcess first = InjectorProcess.start(bench.home(), keys)) {
            ask(first, new Histogram(3));
        }
        Table runs = new Table("run", "start ms", "cold ms", "p50 ms", "p99 ms", "worst ms", "RSS MiB");
        List<Double> starts = new ArrayList<>();
        List<Double> cold = new ArrayList<>();
        List<Double> rss = new ArrayList<>();
        Histogram warm = new Histogram(3);
        for (int i = 0; i < STARTS_A_ROUND * bench.rounds(); i++) {
            try (InjectorProcess service = InjectorProcess.start(bench.home(), keys)) {
                Histogram all = new Histogram(3);
                starts.add(service.startMs());
                service.probe();
                cold.add(ask(service, all));
                rss.add(service.residentMiB());
                runs.add(i, starts.getLast(), cold.getLast(), ms(all, 50), ms(all, 99), ms(all, 100), rss.getLast());
                warm.add(all);
            }
        }
        Table summary = new Table("start ms", "cold ms", "p50 ms", "p99 ms", "worst ms", "RSS MiB");
        summary.add(Spread.of(starts), Spread.of(cold), ms(warm, 50), ms(warm, 99), ms(warm, 100), Spread.of(rss));
        return new Result(summary, runs, List.of());
    }

    /// @param warm gets the times of all reviews but the first, in microseconds
    /// @return milliseconds that the first one took
    private static double ask(InjectorProcess service, Histogram warm) throws IOException {
        long startNs = System.nanoTime();
        try (InjectorProcess.Connection connection = service.connect()) {
            connection.review();
            double coldMs = (System.nanoTime() - startNs) / 1e6;
            for (int i = 0; i < REVIEWS; i++) {
                long beforeNs = System.nanoTime();
                connection.review();
                warm.recordValue((System.nanoTime() - beforeNs) / 1_000);
            }
            return coldMs;
        }
    }

    private static double ms(Histogram us, double percentile) {
        return us.getValueAtPercentile(percentile) / US;
    }
}
