package io.vedette.bench.load;

import java.util.ArrayList;
import java.util.List;

/// What `load.c` does over and over.
enum Load {
    SPAWN("spawn", 3_000, "exec", ""),
    OPEN("open", 1_000_000, "open", ""),
    OPEN_EACH("open-each", 1_000_000, "open", ""),
    CONNECT("connect", 50_000, "connect", ""),
    COMPILE("spawn", 12, "", "/usr/bin/gcc -O1 -c -o /dev/null load.c"),
    UNTRACED("getppid", 20_000_000, "", ""),
    MIXED("mixed", 100_000, "open", ""),
    RENAME("rename", 100_000, "rename", "");

    private final String kind;
    private final long count;
    private final String event;
    private final String rest;

    Load(String kind, long count, String event, String rest) {
        this.kind = kind;
        this.count = count;
        this.event = event;
        this.rest = rest;
    }

    /// As tables name it.
    String title() {
        return switch (this) {
            case SPAWN -> "spawn: fork, exec of /bin/true, wait";
            case OPEN -> "open and close of one file for reading";
            case OPEN_EACH -> "the same for writing too, so that each open is told";
            case CONNECT -> "connect over loopback, reset at the end";
            case COMPILE -> "gcc -O1 of a file of 250 lines";
            case UNTRACED -> "getppid, which nobody traces";
            case MIXED -> "mixed: of 100, 1 spawn, 5 connects, 9 writes, the rest opens";
            case RENAME -> "rename to and fro";
        };
    }

    /// Operations of a run of some seconds, flat out.
    long count() {
        return count;
    }

    /// The kind of event of which an operation makes one; empty when there is no such one.
    String event() {
        return event;
    }

    /// @param rate operations a second, 0: flat out
    List<String> command(String program, long operations, long rate) {
        List<String> command = new ArrayList<>(List.of(program, kind, "" + operations, "" + rate));
        if (!rest.isEmpty()) {
            command.addAll(List.of(rest.split(" ", -1)));
        }
        return command;
    }
}
