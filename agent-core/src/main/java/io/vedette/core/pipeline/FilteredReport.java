package io.vedette.core.pipeline;

import io.vedette.core.filter.Filters;
import io.vedette.core.sensor.SensorReport;
import java.util.function.Supplier;

/// What the sensor said when it was attached, with the filters of the moment: the same object as long as they
/// are the same. One thread, the ship.
final class FilteredReport implements Supplier<SensorReport> {

    private final Supplier<Filters> source;
    private Filters filters;
    private SensorReport report;

    FilteredReport(SensorReport attached, Supplier<Filters> source) {
        this.source = source;
        filters = source.get();
        report = attached.with(filters.lines());
    }

    @Override
    public SensorReport get() {
        Filters latest = source.get();
        if (!latest.equals(filters)) {
            filters = latest;
            report = report.with(latest.lines());
        }
        return report;
    }
}
