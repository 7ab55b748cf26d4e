package io.vedette.core.main;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vedette policy explain`: what a policy says of the tasks in a definition. What it takes is loaded only when it
/// is called.
@Command(
        name = "explain",
        description = "Say for each task in a definition whether a policy gives it the sidecar: what is known of the "
                + "task, which rules match, which one decides, and why not the others.",
        footer = "%nEnds with 0 whatever the policy says, 1 when the definition or the policy can't be read.")
final class PolicyExplainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "a definition, as vedette inject takes it; - is standard input")
    Path file = Path.of("");

    @Option(names = "--policy", paramLabel = "POLICY", required = true, description = "the policy, in YAML or JSON")
    Path policy = Path.of("");

    @Mixin
    TaskOptions task = new TaskOptions();

    @Option(names = "--json", description = "a JSON object for each task instead, one a line")
    boolean json;

    @Override
    public Integer call() throws Exception {
        return PolicyExplaining.of(this).run().number();
    }
}
