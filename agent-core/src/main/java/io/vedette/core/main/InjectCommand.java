package io.vedette.core.main;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vedette inject`: a definition of tasks in, the same with the sidecar out. What it takes is loaded only when it is
/// called: the agent needs none of it.
@Command(
        name = "inject",
        description = "Add the agent as a sidecar to an ECS task definition, a CloudFormation template, container "
                + "definitions (Terraform), Kubernetes manifests or a Compose file. Every other byte stays as it is.",
        footer = "%nThe definition is written to the standard output in any case, as it was where nothing can be done. "
                + "Ends with 0 when all of it is as it was asked for, 8 when something in it is left as it was for a "
                + "reason that is said, 1 when it can't be read.")
final class InjectCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = "-",
            description = "the definition; - is standard input (default: ${DEFAULT-VALUE})")
    Path file = Path.of("");

    @Mixin
    SidecarOptions sidecar = new SidecarOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "auto",
            description = "ecs, cloudformation, terraform, compose, kubernetes, or auto to find out "
                    + "(default: ${DEFAULT-VALUE})")
    String format = "";

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description = "a file that says which tasks get it (see vedette policy); the options of a task tell what "
                    + "the definition does not")
    @Nullable
    Path policy;

    @Mixin
    TaskOptions task = new TaskOptions();

    @Option(names = "--remove", description = "take the sidecar out again: what comes is what was before")
    boolean remove;

    @Option(names = "--diff", description = "show what changes, as a patch, instead of the definition")
    boolean diff;

    @Option(
            names = "--in-place",
            description = "write the definition to FILE, at once or not at all, instead of the output")
    boolean inPlace;

    @Override
    public Integer call() throws IOException {
        return Injection.of(this).run().number();
    }
}
