package io.vedette.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Measures the whole: real loads, the built agent, an endpoint. Needs root, as the agent does.
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measure the built agent under real loads.")
final class LoadMain implements Callable<Integer> {

    private static final List<Bench.Measurement> ALL = List.of(
            new Micro(),
            Overhead.beside(),
            Overhead.outside(),
            new Latency(),
            new Throughput(),
            new Wire(),
            new MemoryUse(),
            new Start(),
            new Gate(),
            new Hooks(),
            new Reviews());

    @Parameters(
            paramLabel = "NAME",
            description =
                    "which to run: micro, overhead, outside, latency, throughput, wire, memory, start, gate, hooks,"
                            + " injector")
    private List<String> names = new ArrayList<>();

    @Option(names = "--rounds", description = "how often each run is repeated (default: ${DEFAULT-VALUE})")
    private int rounds = 5;

    @Option(names = "--seconds", description = "how long a run at a rate takes (default: ${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(names = "--no-peers", description = "leave out the tools of others")
    private boolean noPeers;

    @Option(names = "--peer", paramLabel = "NAME:LOAD=COMMAND", description = "one more, that ends by SIGINT")
    private List<String> peers = new ArrayList<>();

    @Option(names = "--home", required = true, description = "folder of the built agent")
    private @Nullable Path home;

    @Option(names = "--source", required = true, description = "load.c")
    private @Nullable Path source;

    @Option(names = "--page", required = true, description = "where the results go")
    private @Nullable Path page;

    public static void main(String[] args) {
        System.exit(new CommandLine(new LoadMain())
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    System.err.println("bench: " + failure.getMessage());
                    return 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("vedette-bench");
        try {
            LoadProgram program = LoadProgram.build(java.util.Objects.requireNonNull(source), directory);
            List<Peer> all = new ArrayList<>(noPeers ? List.of() : Peers.installed(program.program(), directory));
            peers.forEach(peer -> all.add(Peers.parse(peer, directory)));
            Bench bench = new Bench(
                    program, java.util.Objects.requireNonNull(home), directory, rounds, seconds, Peers.merge(all));
            Report report = new Report(java.util.Objects.requireNonNull(page), Machine.describe());
            for (Bench.Measurement measurement : chosen()) {
                Bench.say("measures " + measurement.name());
                Bench.Result result = measurement.run(bench);
                System.out.println(result.summary().markdown());
                report.put(
                        measurement,
                        result,
                        LocalDate.now(ZoneOffset.UTC),
                        "`--rounds=" + rounds + " --seconds=" + seconds + "`");
            }
        } finally {
            delete(directory);
        }
        return 0;
    }

    private List<Bench.Measurement> chosen() {
        List<String> known = ALL.stream().map(Bench.Measurement::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("no measurement " + name + "; there are " + known);
            }
        }
        return ALL.stream()
                .filter(one -> names.isEmpty() || names.contains(one.name()))
                .toList();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException busy) {
                    throw new UncheckedIOException(busy);
                }
            });
        }
    }
}
