package io.vedette.core.main;

import io.vedette.core.sensor.Sensor;
import io.vedette.core.sensor.SensorReport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.ErrorHandler;

/// Attaches a sensor on a thread of its own while the rest of the agent is made: the kernel checks each program before
/// it takes it, which is the longest part of a start. The sensor is the thread's until [#await()] comes back.
final class Attachment implements AutoCloseable {

    private final Sensor sensor;
    private final CompletableFuture<SensorReport> report = new CompletableFuture<>();

    private Attachment(Sensor sensor) {
        this.sensor = sensor;
    }

    /// Begins. The thread has the rights that the caller has.
    static Attachment begin(Sensor sensor, ErrorHandler errors) {
        Attachment attachment = new Attachment(sensor);
        Thread thread = new Thread(() -> attachment.report.complete(attach(sensor, errors)), "vedette-attach");
        thread.setDaemon(true);
        thread.start();
        return attachment;
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
    SensorReport await() {
        return report.join();
    }

    @Override
    public void close() {
        await();
        sensor.close();
    }
}
