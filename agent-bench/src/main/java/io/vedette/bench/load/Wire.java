package io.vedette.bench.load;

import io.vedette.bench.load.Bench.Measurement;
import io.vedette.bench.load.Bench.Result;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;

/// How many bytes does an event take on the wire?
final class Wire implements Measurement {

    private static final List<Load> LOADS = List.of(Load.COMPILE, Load.MIXED, Load.SPAWN, Load.CONNECT, Load.OPEN_EACH);
    private static final long RATE = 2_000;

    @Override
    public String name() {
        return "wire";
    }

    @Override
    public String question() {
        return """
                Bytes of batches for an event, as encoded and as they went over the connection, with all that batches carry
                besides events: processes and containers, books, health. The compiler and the spawns run flat out,
                the rest with 2,000 operations a second. *events* are those of all kinds; *own* is CPU time of the agent for one.""";
    }

    @Override
    public Result run(Bench bench) throws IOException, InterruptedException {
        Table runs = new Table("load", "flush", "compression", "events", "events/s", "encoded B", "wire B", "own µs");
        for (Load load : LOADS) {
            for (String flush : List.of("5ms", "100ms")) {
                for (String compression : List.of("zstd", "gzip", "none")) {
                    run(bench, load, flush, compression, runs);
                }
            }
            Bench.say(load.name());
        }
        return new Result(runs, runs, List.of());
    }

    private static void run(Bench bench, Load load, String flush, String compression, Table runs)
            throws IOException, InterruptedException {
        SinkProcess sink = new SinkProcess(List.of());
        int port = FreePort.find();
        List<String> options = List.of(
                "--cpu-budget=0",
                "--flush-interval=" + flush,
                "--compression=" + compression,
                "--http-listen=127.0.0.1:" + port,
                "--endpoint=http://127.0.0.1:" + sink.port());
        try (Agent agent = Agent.start(
                bench.home(), Files.createTempDirectory(bench.directory(), "agent"), sink, "open", options)) {
            sink.awaitQuiet();
            sink.reset();
            Footprint started = agent.footprint();
            Bytes before = Bytes.of(port);
            boolean flatOut = load == Load.COMPILE || load == Load.SPAWN;
            long operations = flatOut ? load.count() : RATE * bench.seconds();
            LoadProgram.Result result = bench.program().run(load, operations, flatOut ? 0 : RATE);
            double events = sink.awaitQuiet().received();
            Bytes after = Bytes.of(port);
            runs.add(
                    load.title(),
                    flush,
                    compression,
                    Math.round(events),
                    Math.round(events * 1e9 / result.wallNs()),
                    (after.batches() - before.batches()) / events,
                    (after.wire() - before.wire()) / events,
                    (agent.footprint().cpuNs() - started.cpuNs()) / 1e3 / events);
        }
    }

    /// The agent's own counters.
    private record Bytes(double batches, double wire) {

        static Bytes of(int port) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                String page = client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body();
                return new Bytes(value(page, "vedette_batch_bytes_total"), value(page, "vedette_wire_bytes_total"));
            }
        }

        private static double value(String page, String name) throws IOException {
            return page.lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + name + " among the metrics"));
        }
    }
}
