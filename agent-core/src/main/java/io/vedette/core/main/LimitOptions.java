package io.vedette.core.main;

import io.vedette.core.limits.LimitConfig;
import picocli.CommandLine.Option;

/// What the agent allows itself, as it stands on the command line.
final class LimitOptions {

    @Option(
            names = "--cpu-budget",
            paramLabel = "PERCENT",
            defaultValue = "" + LimitConfig.DEFAULT_CPU_BUDGET_PERCENT,
            description = "of the CPUs that the task may use; what goes beyond for long makes the agent tell less, "
                    + "counted, what matters least first; 0: no limit (default: ${DEFAULT-VALUE})")
    int cpuBudget;

    @Option(
            names = "--nice",
            paramLabel = "N",
            defaultValue = "" + LimitConfig.DEFAULT_NICE,
            description = "how far the agent stands back for others in its container, 0 to 19 "
                    + "(default: ${DEFAULT-VALUE})")
    int nice;

    @Option(
            names = "--keep-rights",
            description = "do not give up the capabilities that the agent needs no more once it watches")
    boolean keepRights;

    LimitConfig toConfig() {
        return new LimitConfig(cpuBudget, nice, !keepRights);
    }
}
