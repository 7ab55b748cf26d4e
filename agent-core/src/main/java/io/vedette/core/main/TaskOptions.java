package io.vedette.core.main;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// What a policy can ask of a task and its definition does not tell. Empty is not known.
final class TaskOptions {

    @Option(names = "--account", paramLabel = "ID", description = "the task's account, 12 digits")
    String account = "";

    @Option(names = "--region", paramLabel = "REGION", description = "its region, as eu-west-1")
    String region = "";

    @Option(
            names = "--ou",
            paramLabel = "PATH",
            description = "the organizational units of its account from the root on, with slashes between them")
    String units = "";

    @Option(
            names = "--cluster",
            paramLabel = "CLUSTER",
            description = "its cluster; an ARN tells account and region too")
    String cluster = "";

    @Option(
            names = "--cluster-tag",
            paramLabel = "KEY=VALUE",
            description = "a tag of the cluster; may be given several times")
    Map<String, String> clusterTags = new LinkedHashMap<>();

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
