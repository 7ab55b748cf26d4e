package io.vedette.core.coverage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Says how a task is covered. The same case at the same time always gets the same verdict.
final class Judge {

    private final Rules rules;

    Judge(Rules rules) {
        this.rules = rules;
    }

    Verdict verdict(Case given, Instant now) {
        if (given.exclusion().isPresent()) {
            String note = given.agent()
                            .filter(agent -> !agent.isSilent(now, rules.silence()))
                            .isPresent()
                    ? "; an agent reports for it all the same"
                    : "";
            return Verdict.of(State.EXCLUDED, given.exclusion().get() + note);
        }
        Optional<Part> sidecar = given.task().part(rules.agentName());
        if (sidecar.isPresent() && hasExited(given, sidecar.get())) {
            return Verdict.of(List.of(exited(given.task(), sidecar.get())), List.of());
        }
        return switch (given.task().phase()) {
            case STARTING -> Verdict.of(State.STARTING);
            case RUNNING -> running(given, sidecar.isPresent(), now);
            case STOPPED -> stopped(given, sidecar.isPresent(), now);
        };
    }

    /// By what the platform says, unless the agent was heard of since. That it ended in order with
    /// its task, or only waits for the others to start, is nothing.
    private static boolean hasExited(Case given, Part sidecar) {
        boolean isOver = given.task().phase() == Task.Phase.STOPPED;
        boolean isBack = !isOver
                && given.agent()
                        .filter(agent -> agent.received().isAfter(given.statedAt()))
                        .isPresent();
        boolean endedEarly = given.task().phase() == Task.Phase.RUNNING && sidecar.state() == Part.State.STOPPED;
        return (sidecar.failed() || endedEarly) && !isBack;
    }

    private Issue exited(Task task, Part sidecar) {
        String when = task.phase() == Task.Phase.STOPPED ? "" : " while its task goes on";
        return new Issue(
                Code.AGENT_EXITED,
                "",
                "the agent's container " + rules.agentName() + " ended" + when + ": " + sidecar.end() + ". "
                        + Advice.onExit(sidecar));
    }

    private Verdict running(Case given, boolean hasSidecar, Instant now) {
        Instant since = given.task()
                .started()
                .filter(started -> started.isAfter(given.knownSince()))
                .orElse(given.knownSince());
        boolean isEarly = isWithinGrace(since, now);
        Optional<Agent> agent = given.agent();
        if (agent.isPresent() && !agent.get().isSilent(now, rules.silence())) {
            // What it had to keep while the endpoint was away comes first, and is old.
            return Complaints.verdict(given.task(), agent.get(), rules, isEarly, now);
        }
        if (isEarly && agent.isEmpty()) {
            return Verdict.of(State.STARTING);
        }
        if (given.heard().isPresent()) {
            return Verdict.of(List.of(silent(given.heard().get(), now)), List.of());
        }
        boolean isMeant = hasSidecar || given.task().platform() == Platform.HOST;
        return Verdict.of(List.of(isMeant ? never() : Provision.issue(given, rules)), List.of());
    }

    private boolean isWithinGrace(Instant since, Instant now) {
        return Duration.between(since, now).compareTo(rules.grace()) <= 0;
    }

    /// What ran too short, or ended before anybody listened, is not missed.
    private Verdict stopped(Case given, boolean hasSidecar, Instant now) {
        Optional<Instant> stopped = given.task().stopped();
        boolean wasSeen = given.heard().isPresent();
        boolean isBeforeUs = stopped.isEmpty() || stopped.get().isBefore(given.knownSince());
        boolean isEarly = stopped.isPresent() && isWithinGrace(stopped.get(), now);
        List<String> note = List.of("the task ended" + reason(given.task()));
        if (wasSeen || isBeforeUs) {
            return Verdict.of(List.of(), note);
        }
        if (isEarly) {
            return new Verdict(State.STARTING, List.of(), note);
        }
        return Verdict.of(List.of(hasSidecar ? never() : Provision.issue(given, rules)), note);
    }

    private static String reason(Task task) {
        return task.stoppedReason().isEmpty() ? "" : ": " + task.stoppedReason();
    }

    private static Issue never() {
        return new Issue(
                Code.AGENT_NOT_REPORTING,
                "never",
                "no batch of its agent ever arrived. See whether it can reach the endpoint (port, security group, DNS, "
                        + "certificate), and what its log says");
    }

    private static Issue silent(Instant heard, Instant now) {
        return new Issue(
                Code.AGENT_NOT_REPORTING,
                "silent",
                "nothing came from its agent for "
                        + Duration.between(heard, now).toSeconds()
                        + " s. See whether it runs (vedette status) and what its log says");
    }
}
