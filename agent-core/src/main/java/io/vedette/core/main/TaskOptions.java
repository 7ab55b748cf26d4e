package io.vedette.core.main;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// What a policy can ask of a task and its definition does not tell. Empty is not known.
final class TaskOptions extends PlaceOptions {

    @Option(names = "--service", paramLabel = "SERVICE", description = "its service; may be an ARN")
    String service = "";

    @Option(names = "--family", paramLabel = "FAMILY", description = "its family, where the definition has none")
    String family = "";

    @Option(
            names = "--namespace",
            paramLabel = "NAMESPACE",
            description = "its Kubernetes namespace, where the manifest has none")
    String namespace = "";

    @Option(
            names = "--tag",
            paramLabel = "KEY=VALUE",
            description = "a tag that it gets when it is run; may be given several times")
    Map<String, String> tags = new LinkedHashMap<>();
}
