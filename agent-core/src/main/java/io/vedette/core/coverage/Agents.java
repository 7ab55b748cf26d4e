package io.vedette.core.coverage;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The agents that were heard of, and whose they are. A bounded number: who was silent longest is
/// forgotten first.
final class Agents {

    private final int most;
    private final Map<String, Agent> byInstance = new LinkedHashMap<>();
    private final Map<String, Set<String>> byName = new HashMap<>();
    private long forgotten;

    Agents(int most) {
        this.most = most;
    }

    void saw(Sighting seen) {
        // Taken out and put in again: the order is that of the last sighting.
        Agent before = byInstance.remove(seen.instance());
        Agent after = before == null ? Agent.of(seen) : before.and(seen);
        byInstance.put(seen.instance(), after);
        boolean isKnown = before != null
                && before.mentions().size() == after.mentions().size()
                && before.host().equals(after.host());
        if (!isKnown) {
            names(after)
                    .forEach(name -> byName.computeIfAbsent(name, first -> new HashSet<>())
                            .add(after.instance()));
        }
        while (byInstance.size() > most) {
            forgotten++;
            forget(byInstance.values().iterator());
        }
    }

    private void forget(Iterator<Agent> from) {
        Agent gone = from.next();
        from.remove();
        names(gone)
                .forEach(name -> byName.computeIfPresent(name, (key, instances) -> {
                    instances.remove(gone.instance());
                    return instances.isEmpty() ? null : instances;
                }));
    }

    private static Stream<String> names(Agent agent) {
        return Stream.concat(agent.mentions().keySet().stream(), Stream.of(Names.host(agent.host())));
    }

    /// Those that were silent for so long go.
    void expire(Instant now, Duration limit) {
        while (!byInstance.isEmpty() && byInstance.values().iterator().next().isSilent(now, limit)) {
            forget(byInstance.values().iterator());
        }
    }

    /// The one that reports for a task, before one that does not; then one that was told whose it
    /// is; then the newest.
    Optional<Agent> of(Task task, Instant now, Duration silence) {
        return Stream.concat(Stream.of(task.id()), task.aliases().stream())
                .flatMap(name -> byName.getOrDefault(name, Set.of()).stream())
                .distinct()
                .flatMap(instance -> Stream.ofNullable(byInstance.get(instance)))
                .filter(agent -> mayBeOf(agent, task))
                .max(Comparator.comparing((Agent agent) -> !agent.isSilent(now, silence))
                        .thenComparing(agent -> agent.mentions().containsKey(task.id()))
                        .thenComparing(Agent::first));
    }

    /// One that knows of other tasks is not this one's for being on the same host.
    private static boolean mayBeOf(Agent agent, Task task) {
        return task.platform() == Platform.HOST
                || agent.mentions().containsKey(task.id())
                || task.aliases().stream().anyMatch(agent.mentions()::containsKey)
                || agent.mentions().values().stream().noneMatch(Mention::isDirect);
    }

    Collection<Agent> all() {
        return Collections.unmodifiableCollection(byInstance.values());
    }

    /// How many were forgotten for want of room.
    long forgotten() {
        return forgotten;
    }
}
