package io.vedette.core.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.delivery.Delivered;
import java.util.ArrayList;
import java.util.List;

/// Times in which the agent did not watch what a program did, as it says: how much of what a program did then may be
/// missing.
record Excuses(List<Span> gaps) {

    /// The runtime starts it a little before its first line and sees its end a little after its last one.
    private static final long AROUND_NS = 1_000_000_000;

    private static final String RAN = "ran";
    private static final String LIVED = "lived";

    /// Of the gaps that this way of watching excuses.
    static Excuses of(Watching on, List<JsonNode> gaps) {
        return new Excuses(gaps.stream()
                .filter(on::excuses)
                .map(gap -> new Span(Delivered.epochNs(gap.path("from")), Delivered.epochNs(gap.path("to"))))
                .toList());
    }

    /// A container's first process that was found when it ran already: what came before was not seen, which its exec
    /// says.
    ///
    /// @param execs of one container
    Excuses andBefore(Watching on, List<JsonNode> execs) {
        List<Span> all = new ArrayList<>(gaps);
        execs.stream()
                .filter(exec -> on == Watching.PTRACE
                        && exec.path("incomplete").toString().contains("\"from_procfs\""))
                .forEach(exec -> all.add(new Span(0, Delivered.epochNs(exec.path("time")))));
        return new Excuses(all);
    }

    /// Whether a line of a program's log tells a time and not a count.
    static boolean isTime(String[] words) {
        return words.length == 4 && (words[1].equals(RAN) || words[1].equals(LIVED));
    }

    /// How many events of one kind may be missing: one of each process that ran in a gap, and one of the program
    /// itself;
    /// all, when it does not tell of each process.
    ///
    /// @param done of them, in all
    long of(String log, String key, long done) {
        if (gaps.isEmpty()) {
            return 0;
        }
        List<Span> ran = spans(log, key, RAN, 0);
        boolean hasLived = spans(log, key, LIVED, AROUND_NS).stream().anyMatch(this::isInGap);
        if (ran.isEmpty()) {
            return hasLived ? done : 0;
        }
        return ran.stream().filter(this::isInGap).count() + (hasLived ? 1 : 0);
    }

    private boolean isInGap(Span span) {
        return gaps.stream()
                .map(gap -> gap.near(span))
                .anyMatch(gap -> gap.fromNs() <= span.toNs() && gap.toNs() >= span.fromNs());
    }

    private static List<Span> spans(String log, String key, String what, long aroundNs) {
        List<Span> spans = new ArrayList<>();
        for (String line : log.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (isTime(words) && words[0].equals(key) && words[1].equals(what)) {
                spans.add(new Span(Long.parseLong(words[2]) - aroundNs, Long.parseLong(words[3]) + aroundNs));
            }
        }
        return spans;
    }

    /// Nanoseconds since 1970.
    record Span(long fromNs, long toNs) {

        private static final long HOUR_NS = 3_600_000_000_000L;

        /// Rows that set the agent's clock set it by whole hours.
        Span near(Span other) {
            long hours = Math.round((double) (toNs - other.toNs()) / HOUR_NS);
            return new Span(fromNs - hours * HOUR_NS, toNs - hours * HOUR_NS);
        }
    }
}
