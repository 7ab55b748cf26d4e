package io.vedette.core.pipeline;

import io.vedette.core.filter.Filters;
import io.vedette.core.sensor.SensorReport;
import java.util.function.Supplier;

/// What the sensor says, with the filters of the moment: the same object as long as they
/// are the same. One thread, the ship.
final class FilteredReport implements Supplier<SensorReport> {

    private final Supplier<SensorReport> sensor;
    private final Supplier<Filters> source;
    private Filters filters;
    private SensorReport said;
    private SensorReport report;

    FilteredReport(Supplier<SensorReport> sensor, Supplier<Filters> source) {
        this.sensor = sensor;
        this.source = source;
        filters = source.get();
        said = sensor.get();
        report = said.with(filters.lines());
    }

    @Override
    public SensorReport get() {
        Filters latest = source.get();
        SensorReport saidNow = sensor.get();
        if (!latest.equals(filters) || !saidNow.equals(said)) {
            filters = latest;
            said = saidNow;
            report = said.with(latest.lines());
        }
        return report;
    }
}
