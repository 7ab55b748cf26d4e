package io.vedette.core.main;

import io.vedette.core.sensor.EbpfConfig;
import io.vedette.core.sensor.OutsideConfig;
import io.vedette.core.sensor.PtraceConfig;
import io.vedette.core.sensor.Sensor;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.sensor.sockets.OwnConnects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `vedette doctor`: tries what the agent would do here, and says what it gives and what is missing. Changes
/// nothing.
@Command(
        name = "doctor",
        description = "Try what can be watched here, and say what is missing and what would enable it.",
        footer = "%nEnds with 1 when nothing can be watched.")
final class DoctorCommand implements Callable<Integer> {

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            defaultValue = "/var/lib/vedette/spool",
            description = "the directory that the agent would use (default: ${DEFAULT-VALUE})")
    private Path spool = Path.of("");

    @Option(names = "--json", description = "write one JSON object in one line, for programs")
    private boolean json;

    @Mixin
    private TierOption tier = new TierOption();

    @Mixin
    private FilterOptions filters = new FilterOptions();

    @Override
    public Integer call() throws IOException {
        FilterFile set = FilterFile.open(filters.toFilters(), filters.file, line -> {});
        Findings found = new Findings(
                Version.text(),
                HostFacts.read(Path.of("/proc")),
                probe(),
                set.get().lines(),
                spoolState());
        if (json) {
            System.out.println(FindingsJson.of(found));
        } else {
            FindingsText.print(System.out, found);
        }
        return found.report().kinds().isEmpty() ? 1 : 0;
    }

    private SensorReport probe() {
        try (Sensor sensor = SensorChoice.of(
                tier.tier,
                EbpfConfig.defaults(),
                tier.debuggers,
                new OutsideConfig(tier.watchPaths, new OwnConnects()),
                PtraceConfig.Starter.HERE)) {
            SensorReport report = sensor.attach();
            sensor.detach();
            return report;
        }
    }

    private String spoolState() {
        Path existing = spool.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (Files.isDirectory(existing) && Files.isWritable(existing)) {
            return spool + " can be used";
        }
        return spool + " can't be written, because of " + existing
                + "; batches would be kept in memory only. Mount a volume there or give another --spool";
    }
}
