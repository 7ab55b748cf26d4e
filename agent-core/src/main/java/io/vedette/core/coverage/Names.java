package io.vedette.core.coverage;

import java.util.Locale;
import java.util.Optional;

/// Names by which agents and tasks find each other: a task's id; failing that, what an agent that
/// can't ask for it sees in cgroup paths and in the name of its host.
final class Names {

    private static final int ECS_ID_DIGITS = 32;

    private Names() {}

    /// @param host name, as the kernel has it
    static String host(String host) {
        return "host:" + host.toLowerCase(Locale.ROOT);
    }

    /// @param arn of a task
    static Optional<String> ecsId(String arn) {
        return ecsDigits(arn.substring(arn.lastIndexOf('/') + 1));
    }

    /// @param cgroupPath as `/ecs/TASK/CONTAINER`
    static Optional<String> ofCgroup(String cgroupPath) {
        for (String part : cgroupPath.split("/", -1)) {
            Optional<String> id = ecsDigits(part);
            if (id.isPresent()) {
                return id;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ecsDigits(String text) {
        boolean isId =
                text.length() == ECS_ID_DIGITS && text.chars().allMatch(digit -> Character.digit(digit, 16) >= 0);
        return isId ? Optional.of("ecs:" + text) : Optional.empty();
    }
}
