package io.vedette.transport.stream;

import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: a random time below a bound that doubles ("full jitter"), so
/// that agents which lost an endpoint together do not come back together. The sender's thread owns it.
final class Backoff {

    private final long minNs;
    private final long maxNs;
    private final RandomGenerator random;
    private long boundNs;

    Backoff(long minNs, long maxNs, RandomGenerator random) {
        this.minNs = minNs;
        this.maxNs = Math.max(minNs, maxNs);
        this.random = random;
        this.boundNs = minNs;
    }

    long nextNs() {
        long waitNs = random.nextLong(boundNs + 1);
        boundNs = Math.min(maxNs, 2 * boundNs);
        return waitNs;
    }

    void reset() {
        boundNs = minNs;
    }
}
