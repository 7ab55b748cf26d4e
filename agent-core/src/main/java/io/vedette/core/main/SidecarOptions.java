package io.vedette.core.main;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// What the sidecar is to be where it is added.
final class SidecarOptions {

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
}
