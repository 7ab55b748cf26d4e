package io.vedette.core.chaos;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vedette.core.container.CProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/// Runs rows: each once, or, to compare, several times in pairs, a task without a sidecar and one with it under the
/// fault, in the order ABBA, so that whatever else the machine does falls on both.
final class Chaos {

    /// How many pairs; medians take more than one.
    private static final int PAIRS = Integer.getInteger("chaos.pairs", 1);

    /// Rows with this in their names only.
    private static final String ONLY = System.getProperty("chaos.row", "");

    /// Rows on this tier only, in pairs; none: all with eBPF, and of the others the chosen ones, each once.
    private static final String TIER = System.getProperty("chaos.tier", "");

    private Chaos() {}

    /// A test for each row, for each way of watching.
    ///
    /// @param family heading of the report; families are in the order of these
    static Stream<DynamicTest> tests(String family, Path directory, Function<Watching, List<Row>> rows)
            throws IOException, InterruptedException {
        Path program = CProgram.compile("chaos", directory);
        List<DynamicTest> tests = new ArrayList<>();
        for (Watching on : Watching.values()) {
            int number = 0;
            for (Row row : rows.apply(on)) {
                Numbered numbered = new Numbered(family, number++, row);
                if (isAsked(row)) {
                    tests.add(dynamicTest(name(row), () -> run(numbered, directory, program)));
                }
            }
        }
        return tests.stream().filter(test -> test.getDisplayName().contains(ONLY));
    }

    private static boolean isAsked(Row row) {
        boolean isUsual = row.watching() == Watching.EBPF || row.place().chosen();
        return TIER.isEmpty() ? isUsual : TIER.equals(row.watching().tier());
    }

    private static String name(Row row) {
        return row.fault()
                + (row.watching() == Watching.EBPF
                        ? ""
                        : ", by " + row.watching().tier());
    }

    private static void run(Numbered numbered, Path directory, Path program) throws Exception {
        Row row = numbered.row();
        if (!row.place().leftOut().isEmpty()) {
            Report.leaveOut(numbered);
            Assumptions.abort(name(row) + ": left out, " + row.place().leftOut());
        } else if (TIER.isEmpty()) {
            Run.of(row, Files.createTempDirectory(directory, "one"), program);
        } else {
            runPairs(numbered, directory, program);
        }
    }

    private static void runPairs(Numbered numbered, Path directory, Path program) throws Exception {
        Row row = numbered.row();
        Row without = row.withoutSidecar();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            Path here = Files.createTempDirectory(directory, "pair");
            if ((i + numbered.number()) % 2 == 0) {
                Run.Outcome first = Run.of(without, Files.createDirectory(here.resolve("without")), program);
                pairs.add(new Pair(first, Run.of(row, Files.createDirectory(here.resolve("with")), program)));
            } else {
                Run.Outcome first = Run.of(row, Files.createDirectory(here.resolve("with")), program);
                pairs.add(new Pair(Run.of(without, Files.createDirectory(here.resolve("without")), program), first));
            }
        }
        Report.add(numbered, pairs);
    }

    /// A row with its place in the report.
    record Numbered(String family, int number, Row row) {}
}
