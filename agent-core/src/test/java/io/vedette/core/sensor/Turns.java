package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Turns that a test makes until something is so.
public final class Turns {

    /// Long for any machine.
    private static final long PATIENCE_NS = 60_000_000_000L;

    private Turns() {}

    /// Makes turns until it is so.
    ///
    /// @param what is said when it never is
    public static void until(BooleanSupplier isSo, Supplier<String> what, Runnable turn) {
        long startNs = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime() - startNs).as(what).isLessThan(PATIENCE_NS);
            turn.run();
        }
    }
}
