package io.vedette.core.main;

import io.vedette.core.sensor.Sensor;
import io.vedette.core.sensor.SensorReport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/// Attaches a sensor on a thread of its own while the rest of the agent is made: the kernel checks each program before
/// it takes it, which is the longest part of a start. The sensor is the thread's until [#await()] comes back.
final class Attachment implements AutoCloseable {

    /// Made while there is memory for it.
    private static final SensorReport NOTHING = new SensorReport("none", List.of(), List.of());

    private final Sensor sensor;
    private final CompletableFuture<SensorReport> report = new CompletableFuture<>();
    private volatile @Nullable OutOfMemoryError exhausted;

    private Attachment(Sensor sensor) {
        this.sensor = sensor;
    }

    /// Begins. The thread has the rights that the caller has.
    static Attachment begin(Sensor sensor, ErrorHandler errors) {
        Attachment attachment = new Attachment(sensor);
        Thread thread = new Thread(() -> attachment.run(errors), "vedette-attach");
        thread.setDaemon(true);
        thread.start();
        return attachment;
    }

    /// Who waits for it must not wait for ever, also when there is no memory to say what went wrong.
    private void run(ErrorHandler errors) {
        SensorReport made = NOTHING;
        try {
            made = attach(sensor, errors);
        } catch (OutOfMemoryError error) {
            exhausted = error;
        } finally {
            report.complete(made);
        }
    }

    private static SensorReport attach(Sensor sensor, ErrorHandler errors) {
        try {
            return sensor.attach();
        } catch (Throwable fault) {
            errors.onError(fault);
            sensor.close();
            return new SensorReport("none", List.of(), List.of("the sensor can't be attached: " + fault));
        }
    }

    /// Waits until it is attached, as far as it can be.
    ///
    /// @throws OutOfMemoryError when there was no memory left even to say so
    SensorReport await() {
        SensorReport made = report.join();
        OutOfMemoryError error = exhausted;
        if (error != null) {
            throw error;
        }
        return made;
    }

    @Override
    public void close() {
        report.join();
        sensor.close();
    }
}
