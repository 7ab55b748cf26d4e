package io.vedette.core.telemetry;

import java.util.Locale;

/// How the agent is, in a word. The numbers are those of `vedette.v1.HealthState`.
public enum HealthState {
    /// Not all of its parts have started.
    STARTING(1),
    /// Watches all that it can, and delivers.
    HEALTHY(2),
    /// Works, with less than it could have.
    DEGRADED(3),
    /// Events are lost, or don't arrive.
    UNHEALTHY(4);

    private final int number;

    HealthState(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /// Whether events are watched and go on their way.
    public boolean isReady() {
        return this == HEALTHY || this == DEGRADED;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
