package io.vedette.bench.load;

import io.vedette.bench.load.Bench.Measurement;
import io.vedette.bench.load.Bench.Result;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// All micro benchmarks, each in JVMs of its own with the agent's flags.
final class Micro implements Measurement {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Override
    public String name() {
        return "micro";
    }

    @Override
    public String question() {
        return """
                Parts of the hot path by JMH, with the agent's own flags (C1 only), and beside them what they could be made of.
                *allocated* is by `-prof gc`; less than a byte an operation is what JMH itself makes.""";
    }

    @Override
    public Result run(Bench bench) {
        Table table = new Table("benchmark", "parameters", "ns", "± ns", "allocated B");
        OptionsBuilder options = new OptionsBuilder();
        options.include("io[.]vedette[.].*Benchmark[.]")
                .addProfiler(GCProfiler.class)
                .jvmArgs("@" + bench.home().resolve("lib/jvm.options"));
        Collection<RunResult> results;
        try {
            results = new Runner(options.build()).run();
        } catch (RunnerException failed) {
            throw new IllegalStateException("JMH: " + failed.getMessage(), failed);
        }
        for (RunResult result : results) {
            StringBuilder parameters = new StringBuilder();
            for (String key : result.getParams().getParamsKeys()) {
                parameters
                        .append(key)
                        .append('=')
                        .append(result.getParams().getParam(key))
                        .append(' ');
            }
            String[] path = result.getParams().getBenchmark().split("[.]", -1);
            table.add(
                    path[path.length - 2].replace("Benchmark", "").toLowerCase(Locale.ROOT) + ": "
                            + path[path.length - 1],
                    parameters.toString().strip(),
                    result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getScoreError(),
                    result.getSecondaryResults().containsKey(ALLOCATED)
                            ? result.getSecondaryResults().get(ALLOCATED).getScore()
                            : Double.NaN);
        }
        return new Result(table, table, List.of());
    }
}
