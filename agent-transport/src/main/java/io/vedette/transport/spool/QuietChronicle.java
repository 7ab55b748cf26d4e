package io.vedette.transport.spool;

import java.util.logging.Level;
import java.util.logging.Logger;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import net.openhft.posix.PosixAPI;

/// Keeps Chronicle's libraries from what an agent must not do: print, start threads, watch the disk in the
/// background, unpack libraries.
final class QuietChronicle {

    /// Kept, since a logger that nobody holds forgets its level.
    private static final Logger THEIRS = Logger.getLogger("net.openhft");

    private QuietChronicle() {}

    /// Must come before the first use of any class of theirs, which read these once. What the command line
    /// says stays.
    static void configure() {
        set("chronicle.announcer.disable", "true");
        set("chronicle.analytics.disable", "true");
        set("chronicle.disk.monitor.disable", "true");
        set("disable.perf.info", "true");
        set("disable.debug.info", "true");
        // Files are unmapped by the caller, not by a thread of its own: what is deleted frees its space at once.
        set("background.releaser", "false");
        // Its one use is to force pages to the disk, which a spool of this kind does not.
        PosixAPI.useNoOpPosixApi();
        THEIRS.setLevel(Level.OFF);
        ExceptionHandler nothing = (cause, message, thrown) -> {};
        Jvm.setExceptionHandlers(nothing, nothing, nothing, nothing);
    }

    private static void set(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
