package io.vedette.core.pipeline;

/// Remembers, across the end of this process, up to which time everything that was seen is in the spool.
public interface WatchedUntil {

    /// Remembers nothing: after a restart nothing is known of the time before.
    WatchedUntil NOTHING = new WatchedUntil() {
        @Override
        public void set(long bootTimeNs) {}

        @Override
        public void stopped() {}
    };

    /// Called by the ship, often. Allocates nothing.
    ///
    /// @param bootTimeNs only grows
    void set(long bootTimeNs);

    /// Called once, when the agent stops in order.
    void stopped();
}
