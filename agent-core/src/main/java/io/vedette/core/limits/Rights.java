package io.vedette.core.limits;

import io.vedette.core.ffi.Errno;
import io.vedette.core.ffi.Privileges;
import java.util.function.Consumer;

/// Gives up capabilities step by step: a thread has what its creator had when it made it, so whoever starts the
/// agent makes the threads that need most first.
///
/// - [#keepForWatching]: the drain. BPF, PERFMON, SYS_PTRACE, DAC_READ_SEARCH; SYS_ADMIN and NET_RAW where one of
///   the first two is missing.
/// - [#keepForReading]: digest and context, which read files of other processes. SYS_PTRACE, DAC_READ_SEARCH.
/// - [#keepNone]: ship, send, network, the starting thread itself.
///
/// One thread, the starting one, which makes the others. What can't be done is told and done without.
public final class Rights {

    static final int DAC_OVERRIDE = 1;
    static final int DAC_READ_SEARCH = 2;
    static final int NET_RAW = 13;
    static final int SYS_PTRACE = 19;
    static final int SYS_ADMIN = 21;
    static final int PERFMON = 38;
    static final int BPF = 39;

    private static final int LAST = 63;
    private static final long READING = bit(SYS_PTRACE) | bit(DAC_READ_SEARCH);
    private static final long WATCHING = READING | bit(BPF) | bit(PERFMON);

    private final boolean drop;
    private final long always;
    private final Consumer<String> refused;
    private final Privileges privileges = new Privileges();

    /// @param drop false to keep everything
    /// @param foreignSpool whether the spool's directory is another user's: then DAC_OVERRIDE is kept
    /// @param refused takes a sentence for what could not be given up
    public Rights(boolean drop, boolean foreignSpool, Consumer<String> refused) {
        this.drop = drop;
        this.refused = refused;
        always = foreignSpool ? bit(DAC_OVERRIDE) : 0;
    }

    /// Once everything is attached; no process that this one starts can get more than it has.
    public void keepForWatching() {
        if (!drop) {
            return;
        }
        long held = privileges.capabilities();
        if (held < 0) {
            refused.accept("Capabilities are kept: what there is could not be read (" + Errno.name((int) -held) + ").");
            return;
        }
        dropBounding();
        check("the way to more rights stays open", privileges.prctl(Privileges.PR_SET_NO_NEW_PRIVS, 1));
        // Else others with this user's id could read its memory, with what has passed through it.
        check("its memory can be read by others of its user", privileges.prctl(Privileges.PR_SET_DUMPABLE, 0));
        boolean needsAdmin = (held & bit(BPF)) == 0 || (held & bit(PERFMON)) == 0;
        keep(WATCHING | (needsAdmin ? bit(SYS_ADMIN) | bit(NET_RAW) : 0));
    }

    /// Of a thread that starts the tracer, which gets no more than that.
    public void keepForTracing() {
        if (drop) {
            check("the way to more rights stays open", privileges.prctl(Privileges.PR_SET_NO_NEW_PRIVS, 1));
            keep(bit(SYS_PTRACE));
        }
    }

    public void keepForReading() {
        keep(READING);
    }

    /// Leaves the calling thread what [#keepForReading] does, whatever the others keep; and DAC_OVERRIDE, which lets
    /// it into the directories of other users too, where DAC_READ_SEARCH is missing.
    public static void leaveOnlyReading() {
        Privileges privileges = new Privileges();
        long held = privileges.capabilities();
        if (held > 0) {
            boolean mayRead = (held & bit(DAC_READ_SEARCH)) != 0;
            privileges.setCapabilities(held & (READING | (mayRead ? 0 : bit(DAC_OVERRIDE))));
        }
    }

    public void keepNone() {
        keep(0);
    }

    private void keep(long wanted) {
        if (!drop) {
            return;
        }
        long held = privileges.capabilities();
        if (held >= 0) {
            check("capabilities are kept", privileges.setCapabilities(held & (wanted | always)));
        }
    }

    /// Takes CAP_SETPCAP; without, it is said only where there is something left to drop.
    private void dropBounding() {
        privileges.prctl(Privileges.PR_CAP_AMBIENT, Privileges.PR_CAP_AMBIENT_CLEAR_ALL);
        for (int capability = 0; capability <= LAST; capability++) {
            int answer = privileges.prctl(Privileges.PR_CAPBSET_DROP, capability);
            if (answer == -Errno.EINVAL) {
                return;
            }
            if (answer < 0) {
                refused.accept("The bounding set of capabilities stays as it is (" + Errno.name(-answer)
                        + "); no_new_privs makes it useless.");
                return;
            }
        }
    }

    private void check(String consequence, int answer) {
        if (answer < 0) {
            refused.accept("Of its rights: " + consequence + " (" + Errno.name(-answer) + ").");
        }
    }

    private static long bit(int capability) {
        return 1L << capability;
    }
}
