package io.vedette.core.chaos;

import java.io.IOException;

/// More events of the host than a small spool has room for.
final class Noise {

    private static final int PROCESSES = 1500;
    private static final int ARGUMENT_BYTES = 1500;

    private Noise() {}

    static void make(Scene scene) throws IOException, InterruptedException {
        Shell.run(
                "n=0; while [ $n -lt $1 ]; do /bin/true \"$2\"; n=$((n + 1)); done",
                "" + PROCESSES,
                "x".repeat(ARGUMENT_BYTES));
    }
}
