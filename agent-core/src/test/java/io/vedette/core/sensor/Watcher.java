package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;

/// An attached sensor and everything that it has reported so far.
final class Watcher implements AutoCloseable {

    private static final int PATIENCE_MS = 20_000;
    private static final int STEP_MS = 50;

    private final EbpfSensor sensor;
    private final List<CapturedRecord> records = new ArrayList<>();

    private Watcher(EbpfSensor sensor) {
        this.sensor = sensor;
    }

    static Watcher attach() {
        return attach(EbpfConfig.defaults());
    }

    static Watcher attach(EbpfConfig config) {
        EbpfSensor sensor = EbpfSensor.open(config);
        SensorReport report = sensor.attach();
        assertThat(report.issues()).as("issues of the sensor").isEmpty();
        return new Watcher(sensor);
    }

    EbpfSensor sensor() {
        return sensor;
    }

    /// All records so far.
    List<CapturedRecord> records() {
        return records;
    }

    /// Takes what is there.
    void drain() {
        while (sensor.poll(this::add, 1000) > 0) {
            Thread.onSpinWait();
        }
    }

    private void add(DirectBuffer buffer, int offset, int length) {
        records.add(new CapturedRecord(buffer, offset, length));
    }

    /// Waits for a record; there must be exactly one like it.
    CapturedRecord only(int kind, int tgid) {
        return only(record -> record.kind() == kind && record.header().tgid() == tgid);
    }

    CapturedRecord only(Predicate<CapturedRecord> wanted) {
        List<CapturedRecord> found = all(wanted);
        for (int waited = 0; found.isEmpty() && waited < PATIENCE_MS; waited += STEP_MS) {
            sensor.await(STEP_MS);
            drain();
            found = all(wanted);
        }
        assertThat(found).as("records like the wanted one").hasSize(1);
        return found.getFirst();
    }

    List<CapturedRecord> all(Predicate<CapturedRecord> wanted) {
        return records.stream().filter(wanted).toList();
    }

    @Override
    public void close() {
        sensor.close();
    }
}
