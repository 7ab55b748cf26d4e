package io.vedette.core.coverage;

import java.util.Locale;
import java.util.Optional;

/// Why a task has no agent.
final class Provision {

    private static final int MOST_CONTAINERS = 10;

    private Provision() {}

    static Issue issue(Case given, Rules rules) {
        Task task = given.task();
        Optional<Definition> definition = given.definition();
        String system = either(
                task.traits().system(), definition.map(Definition::system).orElse(""));
        if (system.toLowerCase(Locale.ROOT).startsWith("windows")) {
            return issue("windows", "it runs on Windows, which the agent does not. Exclude such tasks by the policy");
        }
        String architecture = either(
                task.traits().architecture(),
                definition.map(Definition::architecture).orElse(""));
        if (!architecture.isEmpty() && !architecture.toLowerCase(Locale.ROOT).matches("x86_64|amd64|arm64|aarch64")) {
            return issue("architecture", "there is no agent for its CPU architecture " + architecture);
        }
        boolean isFargate = task.traits().launchType().equals("FARGATE");
        if (isFargate && definition.isPresent() && !definition.get().hasExecutionRole()) {
            return issue(
                    "no-execution-role",
                    "its definition has no execution role, without which Fargate can't pull the agent's image. Give it "
                            + "one and inject it");
        }
        int containers = Math.max(
                task.parts().size(), definition.map(Definition::containers).orElse(0));
        if (task.platform() == Platform.ECS && containers >= MOST_CONTAINERS) {
            return issue(
                    "ten-containers",
                    "it has " + containers + " containers, and ECS allows ten: there is no room for the agent's");
        }
        if (isBefore(given, rules)) {
            return issue(
                    "before-injection",
                    "it was started before its definition was injected. Launch it again: a service by a new deployment");
        }
        return issue(
                "unknown",
                "it has no container " + rules.agentName() + ", and no agent of its host reports for it. "
                        + "Inject its definition (vedette inject) and launch it again");
    }

    private static boolean isBefore(Case given, Rules rules) {
        boolean isOlder = rules.injectedSince().isPresent()
                && given.task()
                        .started()
                        .filter(started ->
                                started.isBefore(rules.injectedSince().get()))
                        .isPresent();
        return isOlder || given.isInjectedLater();
    }

    private static String either(String text, String other) {
        return text.isEmpty() ? other : text;
    }

    private static Issue issue(String cause, String sentence) {
        return new Issue(Code.AGENT_NOT_PROVISIONED, cause, sentence);
    }
}
