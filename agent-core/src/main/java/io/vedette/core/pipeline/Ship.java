package io.vedette.core.pipeline;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.ExecFailedFlyweight;
import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.ExitFlyweight;
import io.vedette.core.event.ForkFlyweight;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordFlyweight;
import io.vedette.core.event.RecordShape;
import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.ProcessImage;
import io.vedette.core.ring.ContainerRing;
import io.vedette.core.telemetry.Books;
import io.vedette.core.telemetry.Tally;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/// What the ship does with one record: writes it into the batch, and closes the batch when it is full.
///
/// Whatever happens to a record is counted and its process image is released, so a fault with one costs no
/// other. One thread; allocates nothing for an event.
final class Ship implements ContainerRing.Handler {

    private final BatchBuilder batch;
    private final BatchOutlet outlet;
    private final ContainerTable containers;
    private final ProcessImage image;
    private final ErrorHandler errors;
    private long lastBootTimeNs;

    private final RecordFlyweight header = new RecordFlyweight();
    private final ExecFlyweight exec = new ExecFlyweight();
    private final ExecFailedFlyweight failed = new ExecFailedFlyweight();
    private final ForkFlyweight fork = new ForkFlyweight();
    private final ExitFlyweight exit = new ExitFlyweight();
    private final DetailFlyweight detail = new DetailFlyweight();

    Ship(BatchBuilder batch, BatchOutlet outlet, ContainerTable containers, ProcessImage image, ErrorHandler errors) {
        this.batch = batch;
        this.outlet = outlet;
        this.containers = containers;
        this.image = image;
        this.errors = errors;
    }

    /// Event time of the last record, on the boot clock.
    long lastBootTimeNs() {
        return lastBootTimeNs;
    }

    @Override
    public void onRecord(long processImage, int containerIndex, DirectBuffer buffer, int offset, int length) {
        Container container = containers.get(containerIndex);
        int kind = header.wrap(buffer, offset).kind();
        long count = 1;
        Tally outcome = Tally.ENCODE_ERROR;
        try {
            lastBootTimeNs = header.bootTimeNs();
            RecordFlyweight record = view(kind, buffer, offset, length);
            count = record == null ? 1 : record.count();
            outcome = record == null || !record.isValid(length)
                    ? Tally.ENCODE_MALFORMED
                    : add(record, processImage, container);
        } catch (RuntimeException fault) {
            errors.onError(fault);
        } finally {
            image.release(processImage);
            container.books().add(Math.min(kind, Books.KINDS - 1), outcome, count);
        }
    }

    private Tally add(RecordFlyweight record, long processImage, Container container) {
        if (batch.add(record, processImage, container)) {
            return Tally.SENT;
        }
        outlet.put(batch);
        return batch.add(record, processImage, container) ? Tally.SENT : Tally.ENCODE_TOO_LARGE;
    }

    private @Nullable RecordFlyweight view(int kind, DirectBuffer buffer, int offset, int length) {
        return switch (kind) {
            case Kinds.EXEC -> exec.wrap(buffer, offset);
            case Kinds.EXEC_FAILED -> failed.wrap(buffer, offset);
            case Kinds.FORK -> fork.wrap(buffer, offset);
            case Kinds.EXIT -> exit.wrap(buffer, offset);
            default -> detail(kind, buffer, offset, length);
        };
    }

    private @Nullable RecordFlyweight detail(int kind, DirectBuffer buffer, int offset, int length) {
        RecordShape shape = RecordShape.of(kind);
        return shape == null || length < shape.fixedLength() ? null : detail.wrap(buffer, offset, shape);
    }
}
