package io.vedette.core.main;

import io.vedette.core.event.Kinds;
import io.vedette.core.sensor.SensorReport;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The ways of watching: what each could tell, and what it takes.
@SuppressWarnings("ImmutableEnumChecker") // its sets are immutable, which the check can't see
enum WayOfWatching {
    EBPF("CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE; Linux 5.17 with BTF", Set.of()) {
        @Override
        boolean tells(int kind) {
            return true;
        }
    },
    PTRACE("CAP_SYS_PTRACE; the processes in sight (pidMode: task)", Set.of(Kinds.EXEC, Kinds.FORK, Kinds.EXIT)),
    PROCFS("the processes in sight (pidMode: task, no hidepid)", Set.of(Kinds.EXEC, Kinds.EXIT)),
    PACKET(
            "CAP_NET_RAW; the task's network; CAP_SYS_PTRACE to tell whose it is",
            Set.of(Kinds.CONNECT, Kinds.LISTEN, Kinds.ACCEPT, Kinds.CLOSE_CONNECTION, Kinds.SEND, Kinds.DNS)),
    SOCKETS(
            "the task's network; CAP_SYS_PTRACE to tell whose it is",
            Set.of(Kinds.CONNECT, Kinds.LISTEN, Kinds.ACCEPT, Kinds.CLOSE_CONNECTION)),
    INOTIFY(
            "CAP_SYS_PTRACE; the processes in sight (pidMode: task, no hidepid)",
            Set.of(
                    Kinds.OPEN,
                    Kinds.WRITE,
                    Kinds.CLOSE_WRITE,
                    Kinds.RENAME,
                    Kinds.UNLINK,
                    Kinds.RMDIR,
                    Kinds.LINK,
                    Kinds.SYMLINK,
                    Kinds.MKDIR,
                    Kinds.CHMOD,
                    Kinds.CHOWN));

    private static final String JOINT = "+";

    private final String needs;
    private final Set<Integer> kinds;

    WayOfWatching(String needs, Set<Integer> kinds) {
        this.needs = needs;
        this.kinds = kinds;
    }

    /// Whether it could tell this kind.
    boolean tells(int kind) {
        return kinds.contains(kind);
    }

    /// As in a report.
    String tier() {
        return name().toLowerCase(Locale.ROOT);
    }

    String needs() {
        return needs;
    }

    /// Whether it is used.
    boolean isIn(SensorReport report) {
        return List.of(report.tier().split(Pattern.quote(JOINT), -1)).contains(tier());
    }

    /// All that could tell a kind, the best first.
    static List<WayOfWatching> of(int kind) {
        return List.of(values()).stream().filter(way -> way.tells(kind)).toList();
    }
}
