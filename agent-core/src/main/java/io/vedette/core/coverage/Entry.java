package io.vedette.core.coverage;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A task that is expected, and how it was judged last. Guarded by [Coverage].
final class Entry {

    Task task;
    String source;
    Instant statedAt;
    final Instant knownSince;
    Optional<String> exclusion = Optional.empty();

    /// When its agent was heard of last.
    Optional<Instant> heard = Optional.empty();

    private Verdict verdict = Verdict.of(State.STARTING);
    private Instant since;
    private final Map<Code, Instant> issuesSince = new EnumMap<>(Code.class);

    Entry(Task task, String source, Instant now) {
        this.task = task;
        this.source = source;
        statedAt = now;
        knownSince = now;
        since = now;
    }

    /// As an earlier run of the endpoint judged it.
    void restore(Verdict earlier, Instant earlierSince, Optional<Instant> lastHeard) {
        heard = lastHeard;
        verdict = earlier;
        since = earlierSince;
        earlier.issues().forEach(issue -> issuesSince.put(issue.code(), earlierSince));
    }

    Verdict verdict() {
        return verdict;
    }

    Instant since() {
        return since;
    }

    /// Until it is known better, what was known holds.
    ///
    /// @return the state before, when the verdict is another one than before
    Optional<Verdict> judge(Verdict now, Instant time) {
        Verdict before = verdict;
        if (!now.state().isJudgement() && before.state().isJudgement()) {
            return Optional.empty();
        }
        verdict = now;
        issuesSince.keySet().removeIf(code -> now.issues().stream().noneMatch(issue -> issue.code() == code));
        now.issues().forEach(issue -> issuesSince.putIfAbsent(issue.code(), time));
        if (before.state() != now.state()) {
            since = time;
        }
        return before.isSame(now) ? Optional.empty() : Optional.of(before);
    }

    Row row(Optional<Agent> agent) {
        List<Row.Found> found = verdict.issues().stream()
                .map(issue -> new Row.Found(issue, issuesSince.getOrDefault(issue.code(), since)))
                .toList();
        return new Row(
                task.id(),
                task.platform(),
                task.place(),
                task.name(),
                task.definition(),
                verdict.state(),
                since,
                found,
                verdict.notes(),
                agent,
                Optional.of(task.phase()));
    }
}
