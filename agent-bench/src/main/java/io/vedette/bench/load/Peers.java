package io.vedette.bench.load;

import io.vedette.bench.load.Peer.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The peers that Debian ships, as far as they are installed, and those that somebody names.
final class Peers {

    private static final String LOAD = "load ";
    private static final String TRUE = "/bin/true";

    private Peers() {}

    /// @param load the program that they watch
    static List<Peer> installed(Path load, Path directory) {
        List<Peer> peers = new ArrayList<>();
        if (isInstalled("bpftrace")) {
            peers.add(new Peer(
                    "bpftrace",
                    directory,
                    Map.of(
                            Load.SPAWN, new Sight(bpftrace("sched:sched_process_exec", "str(args->filename)"), TRUE),
                            Load.OPEN, new Sight(bpftrace("syscalls:sys_enter_openat", "str(args->filename)"), LOAD),
                            Load.OPEN_EACH,
                                    new Sight(bpftrace("syscalls:sys_enter_openat", "str(args->filename)"), LOAD),
                            Load.CONNECT, new Sight(bpftrace("syscalls:sys_enter_connect", "comm"), LOAD),
                            Load.COMPILE,
                                    new Sight(bpftrace("syscalls:sys_enter_openat", "str(args->filename)"), "gcc"),
                            Load.UNTRACED,
                                    new Sight(bpftrace("syscalls:sys_enter_openat", "str(args->filename)"), LOAD))));
        }
        if (isInstalled("execsnoop") && isInstalled("opensnoop")) {
            peers.add(new Peer(
                    "libbpf-tools",
                    directory,
                    Map.of(
                            Load.SPAWN, new Sight("execsnoop", TRUE),
                            Load.OPEN, new Sight("opensnoop", LOAD),
                            Load.OPEN_EACH, new Sight("opensnoop", LOAD),
                            Load.COMPILE, new Sight("opensnoop", "gcc"),
                            Load.UNTRACED, new Sight("opensnoop", LOAD))));
        }
        if (isInstalled("strace")) {
            peers.add(new Peer(
                    "strace",
                    directory,
                    Map.of(
                            Load.SPAWN, strace("execve", TRUE, 1),
                            Load.OPEN, strace("openat", "openat(", 20),
                            Load.CONNECT, strace("connect", "connect(", 1),
                            Load.COMPILE, strace("openat", "openat(", 1),
                            Load.UNTRACED, strace("openat", "openat(", 1))));
        }
        // The last one, for what it leaves behind in the kernel.
        if (isInstalled("auditd") && isInstalled("auditctl") && !Auditd.isInUse()) {
            peers.add(new Peer("auditd", directory, Auditd.sights(load.toString())));
        }
        return peers;
    }

    /// Reads `NAME:LOAD=COMMAND`, where LOAD is one of [Load]'s in lower case and the events are not counted.
    ///
    /// @throws IllegalArgumentException with one line that says what is wrong
    static Peer parse(String text, Path directory) {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':');
        if (colon < 1 || equals < colon) {
            throw new IllegalArgumentException("a peer is NAME:LOAD=COMMAND, not " + text);
        }
        Map<Load, Sight> sights = new EnumMap<>(Load.class);
        String load = text.substring(colon + 1, equals)
                .toUpperCase(java.util.Locale.ROOT)
                .replace('-', '_');
        try {
            sights.put(Load.valueOf(load), new Sight(text.substring(equals + 1), "load"));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("no load " + load + "; there are " + List.of(Load.values()));
        }
        return new Peer(text.substring(0, colon), directory, sights);
    }

    private static String bpftrace(String tracepoint, String what) {
        return "bpftrace -B none -e 'tracepoint:" + tracepoint + " { printf(\"%s %d %s\\n\", comm, pid, " + what
                + "); }'";
    }

    private static Sight strace(String call, String mark, int share) {
        return Sight.wraps("strace -f -qq --seccomp-bpf -e trace=" + call + " -o $OUT", mark, share);
    }

    private static boolean isInstalled(String program) {
        return Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /// Puts those of the same name together.
    static List<Peer> merge(List<Peer> peers) throws IOException {
        Map<String, Peer> byName = new java.util.LinkedHashMap<>();
        for (Peer peer : peers) {
            byName.merge(peer.name(), peer, (first, second) -> {
                Map<Load, Sight> both = new EnumMap<>(first.sights());
                both.putAll(second.sights());
                return new Peer(first.name(), first.directory(), both);
            });
        }
        return List.copyOf(byName.values());
    }
}
