package io.vedette.core.main;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// Where a task runs, as far as a policy can ask. Empty is not known.
class PlaceOptions {

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
}
