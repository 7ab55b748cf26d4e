package io.vedette.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.delivery.Delivered;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What was done, what arrived, what waits and what was counted lost, and the law that binds them.
///
/// What belongs to what is told by the key that its program puts into each argument list and path: see `chaos.h`.
final class Ledger {

    private static final Delivered NONE = new Delivered(List.of());

    /// In a one-off app only its own program does these, so that counts of the container are counts of it. Its
    /// runtime opens files too, before it becomes the app.
    private static final Set<String> FILES = Set.of("open", "write", "close_write", "unlink");

    /// Processes of the runtime that begin or end in a container, before it is the app: they may be lost too.
    private static final long OF_RUNTIME = 2;

    private static final String UNKNOWN = "unknown";

    private final Watching on;
    private final Excuses gaps;
    private final Delivered delivered;
    private final Delivered waiting;
    private final Map<String, Delivered> deliveredOf;
    private final Map<String, Delivered> waitingOf;
    private final SaidLost said;
    private final Map<String, Long> ofUnknown = new TreeMap<>();
    private long generated;
    private long received;
    private long waits;
    private long counted;
    private long unwatched;

    /// @param on which kinds are asked for
    /// @param said what agents said of losses that they could tell nobody any more
    Ledger(Watching on, Delivered delivered, Delivered waiting, SaidLost said) {
        this.delivered = delivered;
        this.waiting = waiting;
        this.said = said;
        this.on = on;
        gaps = Excuses.of(on, told("gap"));
        deliveredOf = delivered.byContainer();
        waitingOf = waiting.byContainer();
    }

    /// All that arrived.
    Delivered delivered() {
        return delivered;
    }

    /// All lines of this kind, those that arrived and those that wait.
    List<JsonNode> told(String kind) {
        return Stream.concat(delivered.of(kind).stream(), waiting.of(kind).stream())
                .toList();
    }

    /// The same of one container.
    List<JsonNode> told(String kind, String containerId) {
        return Stream.concat(delivered(containerId).of(kind).stream(), waiting(containerId).of(kind).stream())
                .toList();
    }

    /// What arrived of one container.
    Delivered delivered(String containerId) {
        return deliveredOf.getOrDefault(containerId, NONE);
    }

    /// What waits of one container.
    Delivered waiting(String containerId) {
        return waitingOf.getOrDefault(containerId, NONE);
    }

    /// An agent that comes later does not know containers of before: their losses stand under `unknown`, for all.
    private long lost(String kind, String containerId, long missing) {
        long lost = lost(kind, containerId);
        long pool = ofUnknown.computeIfAbsent(kind, key -> lost(key, UNKNOWN));
        long fromPool = Math.clamp(missing - lost, 0, pool);
        ofUnknown.put(kind, pool - fromPool);
        return lost + fromPool;
    }

    long lost(String kind, String containerId) {
        return delivered(containerId).lost(kind, containerId)
                + waiting(containerId).lost(kind, containerId)
                + said.lost(kind, containerId);
    }

    /// Checks a one-off app, whose counts are exact for its container.
    void checkJob(String containerId, String log, boolean watched) {
        counts(log)
                .forEach((key, kinds) -> kinds.forEach((kind, done) -> {
                    if (!on.tells(kind)) {
                        return;
                    }
                    long all = enter(containerId, key, kind, done, watched);
                    if (!watched) {
                        return;
                    }
                    long lost = lost(kind, containerId, all);
                    long missing = all - excuse(all - lost, excuses(containerId).of(log, key, done));
                    counted += Math.min(lost, missing);
                    long nameless = FILES.contains(kind) ? 0 : nameless(kind, containerId);
                    if (FILES.contains(kind) || nameless > 0) {
                        assertThat(missing - nameless)
                                .as("%s of %s: missing and not counted", kind, key)
                                .isLessThanOrEqualTo(lost);
                    } else {
                        // What is lost may be the runtime's, who was in the container before the app.
                        assertThat(lost)
                                .as("%s of %s: counted, against missing", kind, key)
                                .isBetween(missing, missing + Math.max(OF_RUNTIME, seen(kind, containerId) - done));
                    }
                }));
    }

    private Excuses excuses(String containerId) {
        return gaps.andBefore(on, told("exec", containerId));
    }

    /// @param unexplained what is missing and not counted
    /// @param most what may be
    /// @return what of it was done while nobody watched, as the agent says
    private long excuse(long unexplained, long most) {
        long excused = Math.clamp(unexplained, 0, most);
        unwatched += excused;
        return excused;
    }

    /// What arrived of a process whose arguments are not known, because what told them was lost.
    private long nameless(String kind, String containerId) {
        return told(kind, containerId).stream()
                .filter(line -> Delivered.args(line.path("process")).isEmpty())
                .count();
    }

    /// Checks the app that answers requests, phase by phase. Losses are counted for its container as a whole.
    void checkApp(String containerId, String log, Watched watched) {
        Map<String, Map<Phase, Long>> missing = new TreeMap<>();
        Excuses excuses = excuses(containerId);
        Map<String, Long> excusable = new TreeMap<>();
        Map<String, Map<String, Long>> counts = counts(log);
        for (Phase phase : Phase.values()) {
            String key = "p" + phase.letter();
            counts.getOrDefault(key, Map.of()).forEach((kind, done) -> {
                if (!on.tells(kind)) {
                    return;
                }
                long less = enter(containerId, key, kind, done, watched.in(phase));
                excusable.merge(kind, watched.in(phase) ? excuses.of(log, key, done) : 0, Long::sum);
                missing.putIfAbsent(kind, new EnumMap<>(Phase.class));
                missing.get(kind).put(phase, watched.in(phase) ? less : 0);
            });
        }
        missing.forEach((kind, phases) -> {
            long all = phases.values().stream().mapToLong(Long::longValue).sum();
            long lost = lost(kind, containerId, all);
            long less = all - excuse(all - lost, excusable.getOrDefault(kind, 0L));
            counted += Math.min(lost, less);
            assertThat(less)
                    .as("%s of the app: missing %s and not counted", kind, phases)
                    .isLessThanOrEqualTo(lost);
        });
    }

    /// What the agent says that it saw of a whole container; 0 when it has not said.
    private long seen(String kind, String containerId) {
        return Stream.of(delivered, waiting)
                .flatMap(lines -> lines.of("account", containerId).stream())
                .filter(line -> line.path("event").asText().equals(kind))
                .mapToLong(line -> line.path("seen").asLong())
                .max()
                .orElse(0);
    }

    /// @return what is missing
    private long enter(String containerId, String key, String kind, long done, boolean watched) {
        long told = count(delivered(containerId), containerId, key, kind);
        long kept = count(waiting(containerId), containerId, key, kind);
        assertThat(told + kept).as("%s of %s: told, against done", kind, key).isLessThanOrEqualTo(done);
        generated += done;
        received += told;
        waits += kept;
        unwatched += watched ? 0 : done - told - kept;
        return done - told - kept;
    }

    static long count(Delivered lines, String containerId, String key, String kind) {
        return lines.of(kind, containerId).stream()
                .filter(line -> FILES.contains(kind) ? hasPath(line, kind, key) : hasArgument(line, key))
                .mapToLong(line ->
                        kind.equals("open") ? line.path("open").path("count").asLong() : 1)
                .sum();
    }

    private static boolean hasPath(JsonNode line, String kind, String key) {
        return line.path(kind).path("path").asText().startsWith("/tmp/" + key + "-");
    }

    private static boolean hasArgument(JsonNode line, String key) {
        return Delivered.args(line.path("process")).contains(key);
    }

    /// Of each key, how often it did what.
    static Map<String, Map<String, Long>> counts(String log) {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        for (String line : log.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (Excuses.isTime(words)) {
                continue;
            }
            assertThat(words).as("counts of a generator: %s", log).hasSize(3);
            counts.putIfAbsent(words[0], new TreeMap<>());
            counts.get(words[0]).put(words[1], Long.parseLong(words[2]));
        }
        return counts;
    }

    Books books() {
        return new Books(generated, received, waits, counted, unwatched);
    }

    /// Of all that the task's apps did and that was looked for: one sum.
    ///
    /// @param unwatched of what was generated while nothing or nobody watched, what was not told
    record Books(long generated, long received, long waiting, long counted, long unwatched) {}
}
