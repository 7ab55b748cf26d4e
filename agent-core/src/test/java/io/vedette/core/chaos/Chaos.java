package io.vedette.core.chaos;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vedette.core.container.CProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Runs rows: each several times in pairs, a task without a sidecar and one with it under the fault, in the order ABBA,
/// so that whatever else the machine does falls on both.
final class Chaos {

    /// How many pairs; medians take more than the one that shows that a fault does no harm.
    private static final int PAIRS = Integer.getInteger("chaos.pairs", 1);

    /// Rows with this in their names only.
    private static final String ONLY = System.getProperty("chaos.row", "");

    private Chaos() {}

    /// A test for each row.
    ///
    /// @param family heading of the report; families are in the order of these
    static Stream<DynamicTest> tests(String family, Path directory, Row... rows)
            throws IOException, InterruptedException {
        Path program = CProgram.compile("chaos", directory);
        List<DynamicTest> tests = new ArrayList<>();
        for (Row row : rows) {
            int number = tests.size();
            tests.add(dynamicTest(row.fault(), () -> run(family, number, row, directory, program)));
        }
        return tests.stream().filter(test -> test.getDisplayName().contains(ONLY));
    }

    private static void run(String family, int number, Row row, Path directory, Path program) throws Exception {
        Row without = Row.withoutSidecar(row.fault()).meanwhile(row.meanwhile()).world(row.world());
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            Path here = Files.createTempDirectory(directory, "pair");
            if ((i + number) % 2 == 0) {
                Run.Outcome first = Run.of(without, Files.createDirectory(here.resolve("without")), program);
                pairs.add(new Pair(first, Run.of(row, Files.createDirectory(here.resolve("with")), program)));
            } else {
                Run.Outcome first = Run.of(row, Files.createDirectory(here.resolve("with")), program);
                pairs.add(new Pair(Run.of(without, Files.createDirectory(here.resolve("without")), program), first));
            }
        }
        Report.add(family, number, row.fault(), pairs);
    }
}
