package io.vedette.core.main;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            defaultValue = "vedette:latest",
            description = "the agent's image, as the platform is to pull it (default: ${DEFAULT-VALUE})")
    String image = "";

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            defaultValue = "https://vedette.internal",
            description = "where it delivers: https://host[:port], or http://host:port for plain text; host:port is "
                    + "taken for https (default: ${DEFAULT-VALUE})")
    String endpoint = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "vedette",
            description = "of its container (default: ${DEFAULT-VALUE})")
    String name = "";

    @Option(
            names = "--spool-quota",
            paramLabel = "BYTES",
            defaultValue = "256MiB",
            description = "how large its spool may get there (default: ${DEFAULT-VALUE})")
    String spoolQuota = "";

    @Option(
            names = "--env",
            paramLabel = "VEDETTE_NAME=VALUE",
            description = "another option of the agent, as its variable; may be given several times")
    Map<String, String> variables = new LinkedHashMap<>();

    @Option(
            names = "--native-sidecar",
            description = "in Kubernetes, add it to jobs and to pods that end too, as an init container that goes on "
                    + "(Kubernetes 1.29 or later): their start waits for its image")
    boolean nativeSidecar;

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
