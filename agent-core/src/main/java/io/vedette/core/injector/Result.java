package io.vedette.core.injector;

import java.util.Locale;

/// What came of a request.
public enum Result {
    /// The sidecar is in it now.
    INJECTED,
    /// There was nothing to do: no containers, or the sidecar is there already.
    UNCHANGED,
    /// The policy says no.
    OFF,
    /// Something in it can't have the sidecar.
    LEFT,
    /// It, or the policy, can't be understood.
    UNREADABLE,
    /// A fault of ours.
    FAILED;

    /// As metrics have it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it is not as its sender wanted it.
    boolean isTrouble() {
        return this == LEFT || this == UNREADABLE || this == FAILED;
    }
}
