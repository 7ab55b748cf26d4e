package io.vedette.core.main;

import static java.util.stream.Collectors.joining;

import io.vedette.core.pipeline.UntoldLosses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a stop left behind, for the operator.
///
/// @param undelivered batches that were not acknowledged in time
/// @param lost those of them that were in memory only
/// @param isKnown whether the rings and the spool came to their end, so that `lost` and `untold` are all
/// @param trouble why the disk could not be used; empty when it could
/// @param untold events that are lost and in no account: how many of which kind, by containers
record StopReport(
        long undelivered, long lost, boolean isKnown, String trouble, Map<String, Map<Integer, Long>> untold) {

    private static final int CONTAINERS = 64;

    static StopReport of(long undelivered, boolean isKnown, String trouble, UntoldLosses untold) {
        return new StopReport(undelivered, untold.batches(), isKnown, trouble, untold.events());
    }

    boolean isComplete() {
        return undelivered == 0 && untold.isEmpty();
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (undelivered > 0) {
            sentences.add(undelivered + " batches were not delivered in time" + whatBecomesOfThem());
        }
        if (!untold.isEmpty()) {
            long events = untold.values().stream().mapToLong(StopReport::sum).sum();
            sentences.add(events + " events are lost and in no account: " + why());
            untold.entrySet().stream()
                    .limit(CONTAINERS)
                    .forEach(each -> sentences.add("lost " + where(each.getKey()) + ": " + kinds(each.getValue())));
            if (untold.size() > CONTAINERS) {
                sentences.add("and more in " + (untold.size() - CONTAINERS) + " other containers");
            }
        }
        return sentences;
    }

    private String whatBecomesOfThem() {
        long kept = undelivered - lost;
        if (!isKnown) {
            return "; what the spool keeps of them shows at the next start";
        }
        return lost == 0 ? "; the spool keeps them" : kept <= 0 ? "; they are lost" : "; the spool keeps " + kept;
    }

    private String why() {
        if (lost == 0) {
            return "the spool lost them after the last account was written; look after its disk, or raise --spool-quota";
        }
        return lost
                + " batches were in memory only when the agent ended, and not acknowledged, though some may have arrived"
                + (trouble.isEmpty() ? "" : " (" + trouble + ")")
                + "; give it a --spool that it can write to, or an endpoint that answers before --stop-timeout";
    }

    private static String where(String containerId) {
        return containerId.isEmpty() ? "on the host" : "in container " + containerId;
    }

    private static String kinds(Map<Integer, Long> counts) {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(each -> KindNames.of(each.getKey()) + " " + each.getValue())
                        .collect(joining(", "));
    }

    private static long sum(Map<Integer, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
