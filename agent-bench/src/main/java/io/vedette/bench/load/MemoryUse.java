package io.vedette.bench.load;

import io.vedette.bench.load.Bench.Measurement;
import io.vedette.bench.load.Bench.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How much memory does the agent take, with TLS and a spool, at rest and under load?
final class MemoryUse implements Measurement {

    private static final List<Long> RATES = List.of(0L, 1_000L, 50_000L);
    private static final long SAMPLE_MS = 500;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String question() {
        return """
                Resident memory by procfs, twice a second, of an agent that delivers over TLS from a spool on disk, with the
                default sizes. *of it anonymous*: the rest is of files (the JVM's code, the archive of classes, the kernel's rings),
                most of which the kernel takes back when memory gets short. Opens come at a steady rate, each told alone.""";
    }

    @Override
    public Result run(Bench bench) throws IOException, InterruptedException {
        Table runs = new Table(
                "opens/s", "round", "MiB after 1 s", "MiB median", "of it anonymous", "MiB highest", "CPU %", "lost");
        Path certificate = bench.directory().resolve("endpoint.pem");
        Path key = bench.directory().resolve("endpoint.key");
        makeCertificate(certificate, key);
        for (int round = 0; round < bench.rounds(); round++) {
            for (long rate : RATES) {
                run(bench, rate, round, certificate, key, runs);
                Bench.say(rate + " a second, round " + (round + 1));
            }
        }
        return new Result(runs, runs, List.of());
    }

    private static void run(Bench bench, long rate, int round, Path certificate, Path key, Table runs)
            throws IOException, InterruptedException {
        SinkProcess sink = new SinkProcess(List.of(certificate.toString(), key.toString()));
        List<String> options =
                List.of("--cpu-budget=0", "--ca-file=" + certificate, "--endpoint=https://localhost:" + sink.port());
        try (Agent agent = Agent.start(
                bench.home(), Files.createTempDirectory(bench.directory(), "agent"), sink, "open", options)) {
            List<Double> sizes = new ArrayList<>();
            List<Double> anonymous = new ArrayList<>();
            Footprint before = agent.footprint();
            long startNs = System.nanoTime();
            // Twice as long as a run elsewhere: the JVM takes its time until it has what it wants.
            long seconds = 2L * bench.seconds();
            Process load = bench.program().start(Load.OPEN_EACH, rate * seconds, Math.max(1, rate));
            while (System.nanoTime() - startNs < seconds * 1_000_000_000) {
                Thread.sleep(SAMPLE_MS);
                Footprint now = agent.footprint();
                sizes.add(now.residentBytes() / 1048576.0);
                anonymous.add(now.anonymousBytes() / 1048576.0);
            }
            double cpu = 100.0 * (agent.footprint().cpuNs() - before.cpuNs()) / (System.nanoTime() - startNs);
            load.destroy();
            Spread spread = Spread.of(sizes);
            runs.add(
                    rate,
                    round,
                    sizes.get(1),
                    spread.median(),
                    Spread.of(anonymous).median(),
                    spread.highest(),
                    cpu,
                    sink.report().lost());
        }
    }

    private static void makeCertificate(Path certificate, Path key) throws IOException, InterruptedException {
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (openssl.waitFor() != 0) {
            throw new IOException("openssl made no certificate");
        }
    }
}
