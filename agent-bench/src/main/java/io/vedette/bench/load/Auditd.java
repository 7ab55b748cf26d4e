package io.vedette.bench.load;

import io.vedette.bench.load.Peer.Sight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The kernel's audit with its daemon, for one system call at a time of the one program that is measured. It is never
/// installed for that, and left alone where it runs already: there is one for the whole machine, and its rules go.
///
/// Once audit was on, each new process of the machine takes the slow way through its calls, but for the rule left
/// behind, which tells it not to. What the kernel's own audit thread takes is not counted.
final class Auditd {

    private static final String SCRIPT = """
            dir=$(mktemp -d) && cat >"$dir/auditd.conf" <<END
            log_file = $OUT
            log_format = ENRICHED
            flush = INCREMENTAL_ASYNC
            freq = 50
            max_log_file = 0
            max_log_file_action = IGNORE
            space_left = 2
            admin_space_left = 1
            space_left_action = IGNORE
            admin_space_left_action = IGNORE
            disk_full_action = IGNORE
            disk_error_action = IGNORE
            q_depth = 2000
            END
            { sleep 1 && auditctl -D && auditctl -b 8192 -e 1 && auditctl -a always,exit -F arch=b64 RULE; } >/dev/null 2>&1 &
            exec auditd -n -c "$dir"
            """;

    private static final String AFTERWARDS = "{ auditctl -D; auditctl -e 0; auditctl -a never,task; } >/dev/null";

    private Auditd() {}

    /// Whether somebody's daemon runs.
    static boolean isInUse() {
        return Files.exists(Path.of("/run/auditd.pid"));
    }

    /// @param load the program whose calls are watched
    static Map<Load, Sight> sights(String load) {
        String ofLoad = " -F exe=" + load;
        return Map.of(
                Load.SPAWN, sight("-S execve", "comm=\"true\"", 1),
                Load.OPEN, sight("-S openat" + ofLoad, "type=SYSCALL", 10),
                Load.OPEN_EACH, sight("-S openat" + ofLoad, "type=SYSCALL", 10),
                Load.CONNECT, sight("-S connect" + ofLoad, "type=SYSCALL", 10),
                Load.UNTRACED, sight("-S openat" + ofLoad, "type=SYSCALL", 10));
    }

    private static Sight sight(String rule, String mark, int share) {
        return new Sight(SCRIPT.replace("RULE", rule), mark, AFTERWARDS, share);
    }
}
