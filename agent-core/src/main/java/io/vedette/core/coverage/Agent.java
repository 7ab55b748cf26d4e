package io.vedette.core.coverage;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that is known of an agent. Immutable: a sighting gives a new one.
///
/// @param mentions tasks that it told of, by their keys
/// @param first when it was seen first
/// @param received when its last batch came
/// @param closed when that batch was closed, by its own clock
/// @param beat its last heartbeat
/// @param beatAt when that came
/// @param losses when events were lost last, before they were in a batch and after
public record Agent(
        String instance,
        String version,
        String host,
        Map<String, Mention> mentions,
        Instant first,
        Instant received,
        Instant closed,
        Optional<Sighting.Beat> beat,
        Instant beatAt,
        Losses losses) {

    private static final int MOST_MENTIONS = 512;

    /// What was lost, and when the last of it.
    record Losses(long dropped, Instant droppedAt, long discarded, Instant discardedAt) {

        static final Losses NONE = new Losses(0, Instant.MIN, 0, Instant.MIN);

        Losses and(Sighting seen) {
            return new Losses(
                    dropped + seen.dropped(),
                    seen.dropped() > 0 ? seen.received() : droppedAt,
                    discarded + seen.discarded(),
                    seen.discarded() > 0 ? seen.received() : discardedAt);
        }
    }

    static Agent of(Sighting seen) {
        return new Agent(
                        seen.instance(),
                        seen.version(),
                        seen.host(),
                        Map.of(),
                        seen.received(),
                        seen.received(),
                        seen.closed(),
                        Optional.empty(),
                        seen.received(),
                        Losses.NONE)
                .and(seen);
    }

    /// A task that was known by its cgroup and then by its id is known by both.
    Agent and(Sighting seen) {
        List<Mention> news = seen.mentions().stream().filter(this::isNews).toList();
        Map<String, Mention> all = news.isEmpty() ? mentions : new LinkedHashMap<>(mentions);
        news.forEach(mention -> all.put(mention.key(), mention));
        return new Agent(
                instance,
                seen.version().isEmpty() ? version : seen.version(),
                seen.host().isEmpty() ? host : seen.host(),
                all,
                first,
                seen.received(),
                seen.closed(),
                seen.beat().or(() -> beat),
                seen.beat().isPresent() ? seen.received() : beatAt,
                losses.and(seen));
    }

    private boolean isNews(Mention mention) {
        Mention known = mentions.get(mention.key());
        return known == null ? mentions.size() < MOST_MENTIONS : !known.isDirect() && mention.isDirect();
    }

    boolean isSilent(Instant now, Duration limit) {
        return Duration.between(received, now).compareTo(limit) > 0;
    }
}
