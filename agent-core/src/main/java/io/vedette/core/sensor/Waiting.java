package io.vedette.core.sensor;

/// How somebody who waits for several sensors waits for one of them.
///
/// Used by the thread that polls the sensor, between its attach and its close.
public interface Waiting {

    /// It has nothing that wakes.
    Waiting NONE = new Waiting() {};

    /// What gets readable when there is something to poll, for `epoll`; -1 when nothing does.
    default int fd() {
        return -1;
    }

    /// The `EPOLL…` events to wait for.
    default int events() {
        return io.vedette.core.ffi.Libc.EPOLLIN;
    }

    /// How long a wait may last before the sensor wants to be polled, in ms.
    default int mostMs() {
        return Integer.MAX_VALUE;
    }

    /// The caller is about to wait.
    ///
    /// @return false when there is something to poll: then it does not
    default boolean begin() {
        return true;
    }

    /// The caller waits no more.
    default void end() {}
}
