package io.vedette.core.main;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `vedette policy check`: whether a policy can be used.
@Command(
        name = "check",
        description = "Read a policy, and name rules that have no effect.",
        footer = "%nEnds with 0 when the policy can be used, 1 when it can't.")
final class PolicyCheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "POLICY", description = "the policy, in YAML or JSON")
    Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
        PolicyFile.read(file).lines().forEach(System.out::println);
        return ExitCode.OK.number();
    }
}
