package io.vedette.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.SharedNamespace;
import java.io.IOException;

/// More events of another container than a small spool has room for, however few batches they are in.
final class Noise {

    private static final int PROCESSES = 1500;
    private static final int ARGUMENT_BYTES = 6000;

    private Noise() {}

    static void make(Scene scene) throws IOException, InterruptedException {
        ContainerSpec noise = ContainerSpec.of(
                        "noise",
                        "/bin/sh",
                        "-c",
                        "n=0; while [ $n -lt $1 ]; do /bin/true \"$2\"; n=$((n + 1)); done",
                        "sh",
                        "" + PROCESSES,
                        "x".repeat(ARGUMENT_BYTES))
                .sharing(SharedNamespace.values());
        assertThat(scene.task().run(noise)).as(scene.task().log("noise")).isZero();
    }
}
