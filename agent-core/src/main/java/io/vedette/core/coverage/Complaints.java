package io.vedette.core.coverage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is wrong with an agent that reports.
final class Complaints {

    private static final String BEST_TIER = "ebpf";

    private final Map<Code, Issue> issues = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private Complaints() {}

    /// @param isEarly whether the age of what arrives does not count yet
    static Verdict verdict(Task task, Agent agent, Rules rules, boolean isEarly, Instant now) {
        Complaints all = new Complaints();
        all.byItself(agent);
        all.byTier(agent);
        all.byLosses(agent, rules, now);
        if (!isEarly) {
            all.byAge(agent, rules, now);
        }
        all.byNames(task, agent);
        return Verdict.of(List.copyOf(all.issues.values()), all.notes);
    }

    private void add(Code code, String sentence) {
        issues.putIfAbsent(code, Issue.of(code, sentence));
    }

    private void byItself(Agent agent) {
        List<Sighting.Complaint> complaints =
                agent.beat().map(Sighting.Beat::complaints).orElse(List.of());
        for (Sighting.Complaint complaint : complaints) {
            String said = complaint.sentence();
            switch (complaint.code()) {
                case "NOTHING_WATCHED" ->
                    add(Code.NOTHING_WATCHED, said + ". Give it the rights that it says it lacks");
                case "NOT_ACKNOWLEDGING" -> add(Code.NOT_ACKNOWLEDGING, said);
                case "DROPPING" -> add(Code.DROPPING, said + ". Give it more CPU or larger rings");
                case "DISCARDING" -> add(Code.DISCARDING, said + ". Give its spool more room");
                case "STUCK_CYCLE" -> add(Code.STUCK, said + ". Launch it again, and report it");
                case "HOOKS_MISSING" -> add(Code.DEGRADED_TIER, said);
                case "NAMES_MISSING" -> add(Code.UNATTRIBUTED, said + ". Events arrive without the names of tasks");
                case "SHEDDING" -> add(Code.SHEDDING, said + ". Give it a larger CPU budget");
                default -> notes.add(said);
            }
        }
    }

    private void byTier(Agent agent) {
        List<String> tiers = agent.beat().map(Sighting.Beat::tiers).orElse(List.of());
        if (!tiers.isEmpty() && !tiers.contains(BEST_TIER)) {
            add(
                    Code.DEGRADED_TIER,
                    "it watches by " + String.join(", ", tiers) + ", which sees less than eBPF. Give it CAP_BPF and "
                            + "CAP_PERFMON where the platform can");
        }
    }

    /// Losses are told once: they count for as long as silence would be borne.
    private void byLosses(Agent agent, Rules rules, Instant now) {
        Agent.Losses losses = agent.losses();
        Instant recent = now.minus(rules.silence());
        if (losses.droppedAt().isAfter(recent)) {
            add(Code.DROPPING, losses.dropped() + " events were dropped so far. Give it more CPU or larger rings");
        }
        if (losses.discardedAt().isAfter(recent)) {
            add(
                    Code.DISCARDING,
                    losses.discarded() + " events were lost so far with their batches. Give its spool more room");
        }
    }

    private void byAge(Agent agent, Rules rules, Instant now) {
        Duration limit = rules.silence().multipliedBy(2);
        Duration sinceBeat = Duration.between(agent.beatAt(), now);
        Duration behind = Duration.between(agent.closed(), agent.received());
        if (sinceBeat.compareTo(limit) > 0) {
            add(
                    Code.STALE_HEARTBEAT,
                    "batches arrive, and no heartbeat for " + sinceBeat.toSeconds()
                            + " s: how it is is not known. See its log");
        } else if (behind.compareTo(limit) > 0) {
            add(
                    Code.STALE_HEARTBEAT,
                    "what arrives is " + behind.toSeconds()
                            + " s old: it delivers what it had to keep, or its clock is wrong");
        }
    }

    /// It is known to be the task's by what the kernel calls it alone.
    private void byNames(Task task, Agent agent) {
        if (task.platform() == Platform.HOST) {
            return;
        }
        Optional<Mention> direct = Optional.ofNullable(agent.mentions().get(task.id()));
        if (direct.filter(Mention::isDirect).isEmpty()) {
            add(
                    Code.UNATTRIBUTED,
                    "its events don't say of which task they are. Let the agent reach the task's metadata, or know its "
                            + "pod (POD_NAME, POD_NAMESPACE)");
        }
    }
}
