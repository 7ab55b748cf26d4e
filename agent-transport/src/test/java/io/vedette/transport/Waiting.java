package io.vedette.transport;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for something that other threads bring about; only a failure takes long.
public final class Waiting {

    private static final long LIMIT_MS = 20_000;

    private Waiting() {}

    public static void until(BooleanSupplier condition, Supplier<?> described) throws InterruptedException {
        for (long waited = 0; !condition.getAsBoolean(); waited += 5) {
            if (waited > LIMIT_MS) {
                throw new AssertionError("did not come about: " + described.get());
            }
            Thread.sleep(5);
        }
    }
}
