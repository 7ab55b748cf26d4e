package io.vedette.core.context;

import io.vedette.core.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the task metadata endpoint, version 4, says of the task that the agent is part of.
///
/// @param cpuLimit virtual CPUs; 0 when there is none
/// @param memoryLimitBytes 0 when there is none
/// @param containers by the id that is also in their cgroup's path (`DockerId`)
record EcsTaskFacts(
        String arn,
        String cluster,
        String family,
        String revision,
        String service,
        String launchType,
        String availabilityZone,
        double cpuLimit,
        long memoryLimitBytes,
        Map<String, ContainerFacts> containers) {

    private static final int MAX_CONTAINERS = 256;
    private static final double MIB = 1024 * 1024;

    static EcsTaskFacts of(Json task) {
        Map<String, ContainerFacts> containers = new LinkedHashMap<>();
        for (Json container : task.at("Containers").items()) {
            String id = container.text("DockerId");
            if (!id.isEmpty() && containers.size() < MAX_CONTAINERS) {
                containers.put(id, container(container));
            }
        }
        return new EcsTaskFacts(
                task.text("TaskARN"),
                task.text("Cluster"),
                task.text("Family"),
                task.text("Revision"),
                task.text("ServiceName"),
                task.text("LaunchType"),
                task.text("AvailabilityZone"),
                task.at("Limits").number("CPU"),
                (long) (task.at("Limits").number("Memory") * MIB),
                containers);
    }

    private static ContainerFacts container(Json container) {
        return ContainerFacts.of(
                container.text("Name"),
                container.text("Image"),
                container.text("ImageDigest"),
                container.text("ImageID"),
                container.at("Labels").texts(),
                ContainerFacts.epochNs(container.text("StartedAt")));
    }

    /// The last part of the task's ARN, which is in its containers' cgroup paths.
    String id() {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /// Whether a container with this id and cgroup path is one of the task's.
    boolean has(String containerId, String cgroupPath) {
        return containers.containsKey(containerId) || (id().length() >= 32 && cgroupPath.contains(id()));
    }
}
