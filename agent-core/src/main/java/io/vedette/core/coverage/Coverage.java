package io.vedette.core.coverage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/// Which tasks there are, which agents report for them, and how each is covered. Bounded in all
/// that it is told; what has no room is counted. Any thread may use it; every method is given the
/// time.
public final class Coverage {

    /// Longer than any silence that somebody still asks about.
    private static final Duration FORGET = Duration.ofDays(7);

    private final Rules rules;
    private final Exclusions exclusions;
    private final int mostTasks;
    private final Instant started;
    private final Judge judge;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Definition> definitions = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> clusterTags = new LinkedHashMap<>();
    private final Agents agents;
    private long lostTasks;

    /// @param mostTasks that it keeps, and agents
    public Coverage(Rules rules, Exclusions exclusions, int mostTasks, Instant now) {
        this.rules = rules;
        this.exclusions = exclusions;
        this.mostTasks = mostTasks;
        started = now;
        judge = new Judge(rules);
        agents = new Agents(mostTasks);
    }

    /// Takes in what a document says. Old news is left.
    ///
    /// @param source that said it
    /// @param isComplete whether the source says no more: what it said before and does not say now
    ///     is gone
    public synchronized void state(Statement said, String source, boolean isComplete, Instant now) {
        said.definitions().forEach(definition -> remember(definitions, definition.name(), definition));
        said.clusterTags().forEach((cluster, tags) -> remember(clusterTags, cluster, tags));
        Set<String> named = new HashSet<>();
        for (Task task : said.tasks()) {
            named.add(task.id());
            state(task, source, now);
        }
        Set<String> gone = new HashSet<>(said.gone());
        if (isComplete) {
            entries.values().stream()
                    .filter(entry -> entry.source.equals(source) && !named.contains(entry.task.id()))
                    .forEach(entry -> gone.add(entry.task.id()));
        }
        gone.stream().map(entries::get).forEach(entry -> {
            if (entry != null) {
                entry.task = entry.task.gone(now);
            }
        });
        if (!said.clusterTags().isEmpty()) {
            entries.values().forEach(this::exclude);
        }
    }

    private void state(Task task, String source, Instant now) {
        Entry known = entries.get(task.id());
        if (known == null) {
            if (isOver(task, now) || !makeRoom()) {
                return;
            }
            known = new Entry(task, source, now);
            entries.put(task.id(), known);
        } else if (task.version() > 0 && task.version() < known.task.version()) {
            return;
        }
        // Without a time of its end it would never be forgotten.
        known.task = task.phase() == Task.Phase.STOPPED && task.stopped().isEmpty() ? task.stopped(now) : task;
        known.source = source;
        known.statedAt = now;
        exclude(known);
    }

    /// As an earlier run of the endpoint left it.
    synchronized void restore(
            Task task, String source, Verdict verdict, Instant since, Optional<Instant> heard, Instant now) {
        state(task, source, now);
        Entry entry = entries.get(task.id());
        if (entry != null) {
            entry.restore(verdict, since, heard);
        }
    }

    private void exclude(Entry entry) {
        entry.exclusion = exclusions.reason(
                entry.task, clusterTags.getOrDefault(entry.task.place().cluster(), Map.of()));
    }

    private <T> void remember(Map<String, T> map, String name, T value) {
        map.remove(name);
        map.put(name, value);
        if (map.size() > mostTasks) {
            map.remove(map.keySet().iterator().next());
        }
    }

    /// A task that has ended goes before a new one is refused.
    private boolean makeRoom() {
        if (entries.size() < mostTasks) {
            return true;
        }
        lostTasks++;
        Optional<Entry> ended = entries.values().stream()
                .filter(entry -> entry.task.phase() == Task.Phase.STOPPED)
                .findFirst();
        ended.ifPresent(entry -> entries.remove(entry.task.id()));
        return ended.isPresent();
    }

    private boolean isOver(Task task, Instant now) {
        return task.phase() == Task.Phase.STOPPED
                && task.stopped()
                        .filter(stopped -> stopped.plus(rules.keep()).isBefore(now))
                        .isPresent();
    }

    public synchronized void saw(Sighting seen) {
        agents.saw(seen);
    }

    /// Judges all tasks, and forgets those that ended long ago.
    ///
    /// @return what is another than at the last time
    public synchronized List<Change> look(Instant now) {
        agents.expire(now, FORGET);
        entries.values().removeIf(entry -> isOver(entry.task, now));
        Injected injected = new Injected(entries.values(), rules.agentName());
        List<Change> changes = new ArrayList<>();
        for (Entry entry : entries.values()) {
            Case given = given(entry, injected, now);
            Optional<Verdict> before = entry.judge(judge.verdict(given, now), now);
            if (before.isPresent()) {
                Optional<State> previous = before.map(Verdict::state).filter(State::isJudgement);
                changes.add(new Change(UUID.randomUUID().toString(), now, previous, entry.row(given.agent())));
            }
        }
        return changes;
    }

    private Case given(Entry entry, Injected injected, Instant now) {
        Optional<Agent> agent = agents.of(entry.task, now, rules.silence());
        entry.heard = agent.map(Agent::received).or(() -> entry.heard);
        return new Case(
                entry.task,
                entry.statedAt,
                entry.knownSince,
                agent,
                entry.heard,
                Optional.ofNullable(definitions.get(entry.task.definition())),
                injected.isLaterThan(entry.task),
                entry.exclusion);
    }

    /// As it was judged last.
    ///
    /// @param elsewhere what was lost before it came here, and after
    public synchronized Report report(Filter filter, Lost elsewhere, Instant now) {
        List<Row> rows = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Entry entry : entries.values()) {
            Optional<Agent> agent = agents.of(entry.task, now, rules.silence());
            agent.ifPresent(found -> taken.add(found.instance()));
            rows.add(entry.row(agent));
        }
        rows.addAll(unexpected(taken, now));
        Lost lost = new Lost(lostTasks, agents.forgotten(), elsewhere.sightings(), elsewhere.events());
        return new Report(now, started, rows.stream().filter(filter::takes).toList(), lost);
    }

    /// Tasks that agents tell of and nobody else, and agents that tell of none.
    private List<Row> unexpected(Set<String> taken, Instant now) {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (Agent agent : agents.all()) {
            if (agent.isSilent(now, rules.silence())) {
                continue;
            }
            boolean tellsOfTasks = false;
            for (Mention mention : agent.mentions().values()) {
                if (mention.isDirect()) {
                    tellsOfTasks = true;
                    if (!entries.containsKey(mention.key())) {
                        rows.put(mention.key(), row(mention, agent));
                    }
                }
            }
            if (!tellsOfTasks && !taken.contains(agent.instance())) {
                Task host = Hosts.task(agent.host(), Place.UNKNOWN);
                rows.put(
                        host.id(),
                        row(new Mention(host.id(), true, Platform.HOST, host.place(), host.name(), ""), agent));
            }
        }
        return List.copyOf(rows.values());
    }

    private static Row row(Mention mention, Agent agent) {
        return new Row(
                mention.key(),
                mention.platform(),
                mention.place(),
                mention.name(),
                mention.definition(),
                State.UNEXPECTED,
                agent.first(),
                List.of(),
                List.of("nobody said that there is such a task"),
                Optional.of(agent),
                Optional.empty());
    }

    /// What a later run of the endpoint has to know.
    synchronized void each(Consumer<Entry> visitor) {
        entries.values().forEach(visitor);
    }
}
