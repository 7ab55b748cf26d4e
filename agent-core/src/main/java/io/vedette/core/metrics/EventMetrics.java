package io.vedette.core.metrics;

import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.telemetry.Books;
import io.vedette.core.telemetry.BooksPage;
import io.vedette.core.telemetry.Tally;
import io.vedette.v1.EventKind;
import io.vedette.v1.LossReason;
import io.vedette.v1.LossStage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The books of the containers: for each kind `seen = sent + lost before that + waiting`, in every scrape.
///
/// So that labels don't grow without bound only some containers are told by their id; the rest, and those
/// that are gone, are summed as `other`. A container that is told stays so until it is gone, and what is
/// gone stays in the sum, so that no counter shrinks. One thread.
final class EventMetrics {

    private static final String OTHER = "other";

    private final ContainerTable containers;
    private final int maxContainers;
    private final BooksPage page = new BooksPage();
    private final Set<Container> told = new HashSet<>();
    private final Set<Container> known = new HashSet<>();
    private final Map<Integer, Sums> gone = new HashMap<>();

    /// What follows from pages, added up.
    private static final class Sums {

        private long seen;
        private long sent;
        private long waiting;
        private final long[] lost = new long[Tally.count()];

        void add(BooksPage page) {
            seen += page.seen();
            sent += page.get(Tally.SENT);
            waiting += page.inKernel() + page.inRings();
            for (int number = 0; number < lost.length; number++) {
                if (Tally.at(number).isLoss()) {
                    lost[number] += page.get(Tally.at(number));
                }
            }
        }
    }

    /// @param maxContainers how many are told by their id
    EventMetrics(ContainerTable containers, int maxContainers) {
        this.containers = containers;
        this.maxContainers = maxContainers;
    }

    void collect(Samples samples) {
        Set<Container> present = present();
        for (Container container : known) {
            if (!present.contains(container)) {
                addTo(gone, container);
                told.remove(container);
            }
        }
        known.clear();
        known.addAll(present);
        choose(present);
        Map<Integer, Sums> rest = new HashMap<>();
        for (Container container : present) {
            if (told.contains(container)) {
                Map<Integer, Sums> own = new HashMap<>();
                addTo(own, container);
                own.forEach((kind, sums) -> write(samples, container.id(), kind, sums));
            } else {
                addTo(rest, container);
            }
        }
        rest.forEach((kind, sums) -> write(samples, OTHER, kind, sums));
        gone.forEach((kind, sums) -> write(samples, OTHER, kind, sums));
    }

    private Set<Container> present() {
        Set<Container> present = new HashSet<>();
        for (int index = 0; index < containers.capacity(); index++) {
            Container container = containers.at(index);
            if (container != null) {
                present.add(container);
            }
        }
        return present;
    }

    /// The busiest of those that are not told yet, as many as there is room for.
    private void choose(Set<Container> present) {
        if (told.size() >= maxContainers) {
            return;
        }
        List<Container> candidates = new ArrayList<>(present);
        candidates.removeAll(told);
        Map<Container, Long> seen = new HashMap<>();
        candidates.forEach(container -> seen.put(container, seen(container)));
        candidates.sort(Comparator.comparingLong((Container container) -> -seen.getOrDefault(container, 0L)));
        candidates.stream()
                .filter(container -> seen.getOrDefault(container, 0L) > 0)
                .limit(maxContainers - told.size())
                .forEach(told::add);
    }

    private long seen(Container container) {
        long seen = 0;
        for (int kind = 0; kind < Books.KINDS; kind++) {
            if (container.books().has(kind)) {
                container.books().read(kind, page);
                seen += page.seen();
            }
        }
        return seen;
    }

    private void addTo(Map<Integer, Sums> sums, Container container) {
        for (int kind = 0; kind < Books.KINDS; kind++) {
            if (container.books().has(kind)) {
                container.books().read(kind, page);
                sums.computeIfAbsent(kind, any -> new Sums()).add(page);
            }
        }
    }

    private static void write(Samples samples, String container, int number, Sums sums) {
        String[] labels = {"container", container, "kind", kind(number)};
        samples.counter("vedette_events_seen", "Events that a hook saw, whatever became of them", sums.seen, labels);
        samples.counter("vedette_events_sent", "Events written into a batch", sums.sent, labels);
        samples.gauge("vedette_events_waiting", "Events in the kernel's and the agent's rings", sums.waiting, labels);
        for (int tally = 0; tally < sums.lost.length; tally++) {
            Tally loss = Tally.at(tally);
            if (loss.isLoss() && sums.lost[tally] > 0) {
                samples.counter(
                        "vedette_events_lost",
                        "Events that will not come; those of the stage spool were sent before, the others not",
                        sums.lost[tally],
                        "container",
                        container,
                        "kind",
                        kind(number),
                        "stage",
                        lower(LossStage.forNumber(loss.stage()), "LOSS_STAGE_"),
                        "reason",
                        lower(LossReason.forNumber(loss.reason()), "LOSS_REASON_"));
            }
        }
    }

    private static String kind(int number) {
        EventKind kind = EventKind.forNumber(number);
        return kind == null ? "kind_" + number : lower(kind, "");
    }

    private static String lower(Enum<?> value, String prefix) {
        return value.name().substring(prefix.length()).toLowerCase(Locale.ROOT);
    }
}
