package io.vedette.core.coverage;

import java.util.Locale;

/// What runs a task.
public enum Platform {
    ECS,
    KUBERNETES,
    /// A machine without tasks.
    HOST;

    /// As reports have it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
