package io.vedette.core.chaos;

import java.io.IOException;

/// An endpoint that no batch may come to; those are for the scene's own.
final class Untrusted implements OddEndpoint.Behaviour {

    private final Scene scene;
    private volatile int batches;

    Untrusted(Scene scene) {
        this.scene = scene;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // any but 0 is wrong
    public void onBatch(byte[] batch, OddEndpoint.Stream stream) {
        batches++;
    }

    int batches() {
        return batches;
    }

    @Override
    public TaskLines taken() throws IOException {
        return scene.endpoint().taken();
    }
}
