package io.vedette.core.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.CountHandler;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.sensor.Sensor;
import io.vedette.core.sensor.SensorReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AttachmentTest {

    private static final SensorReport REPORT = new SensorReport("test", List.of(16), List.of());

    private final List<Throwable> errors = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    @Test
    void theReportComesFromAnotherThread() {
        Thread[] thread = new Thread[1];
        Attachment attachment = begin(() -> {
            thread[0] = Thread.currentThread();
            return REPORT;
        });

        assertThat(attachment.await()).isEqualTo(REPORT);
        assertThat(thread[0].getName()).isEqualTo("vedette-attach");
        assertThat(closed).isFalse();
    }

    @Test
    void aSensorThatFailsWatchesNothingAndSaysWhy() {
        Attachment attachment = begin(() -> {
            throw new IllegalStateException("the reason");
        });

        assertThat(attachment.await().kinds()).isEmpty();
        assertThat(attachment.await().issues()).singleElement().asString().contains("can't be attached", "the reason");
        assertThat(errors).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(closed).isTrue();
    }

    @Test
    void whoClosesItDoesNotTakeTheSensorFromItsThread() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean closedWhileAttaching = new AtomicBoolean();
        Attachment attachment = begin(() -> {
            awaitUninterrupted(release);
            closedWhileAttaching.set(closed.get());
            return REPORT;
        });
        Thread closer = new Thread(attachment::close);
        closer.start();
        release.countDown();
        closer.join();

        assertThat(closedWhileAttaching).isFalse();
        assertThat(closed).isTrue();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Attachment begin(Supplier<SensorReport> attach) {
        return Attachment.begin(
                new Sensor() {
                    @Override
                    public SensorReport attach() {
                        return attach.get();
                    }

                    @Override
                    public int snapshot(RecordHandler handler) {
                        return 0;
                    }

                    @Override
                    public int poll(RecordHandler handler, int limit) {
                        return 0;
                    }

                    @Override
                    public void await(int timeoutMs) {}

                    @Override
                    public void readCounts(CountHandler handler) {}

                    @Override
                    public void forget(long cgroupId) {}

                    @Override
                    public long waitingBytes() {
                        return 0;
                    }

                    @Override
                    public void detach() {}

                    @Override
                    public void close() {
                        closed.set(true);
                    }
                },
                errors::add);
    }
}
