package io.vedette.core.ecs;

import io.vedette.core.container.Confinement;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.Mount;
import io.vedette.core.container.SharedNamespace;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KernelCapabilities;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.PidMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/// What ECS has its runtime make of a container's definition.
///
/// @param task that it belongs to
/// @param image that its definition names
/// @param volumes directories of the host, by the names of the task's volumes
record ContainerPlan(
        RegisterTaskDefinitionRequest task, ContainerDefinition container, Image image, Map<String, Path> volumes) {

    /// What Docker gives to a container that asks for nothing.
    private static final List<String> USUAL_CAPABILITIES = List.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "NET_RAW",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");

    private static final Mount SHARED_MEMORY =
            new Mount("tmpfs", "shm", "/dev/shm", List.of("nosuid", "noexec", "nodev", "mode=1777", "size=65536k"));

    /// @param metadata value of `ECS_CONTAINER_METADATA_URI_V4`
    ContainerSpec spec(String metadata) {
        Map<String, String> env = new TreeMap<>(Map.of("ECS_CONTAINER_METADATA_URI_V4", metadata));
        container.environment().forEach(variable -> env.put(variable.name(), variable.value()));
        Map<Path, String> writable = new TreeMap<>();
        Confinement files = image.files().mount(Mount.sysfs()).mount(SHARED_MEMORY);
        for (MountPoint mount : container.mountPoints()) {
            Path volume = volumes.get(mount.sourceVolume());
            if (Boolean.TRUE.equals(mount.readOnly())) {
                files = files.mount(Mount.readOnly(volume, mount.containerPath()));
            } else {
                writable.put(volume, mount.containerPath());
            }
        }
        return new ContainerSpec(
                container.name(),
                image.args(container.command()),
                capabilities(),
                namespaces(),
                writable,
                env,
                container.user() == null ? 0 : Integer.parseInt(container.user()),
                Boolean.TRUE.equals(container.readonlyRootFilesystem()) ? files.withReadOnlyRoot() : files);
    }

    private Set<SharedNamespace> namespaces() {
        return task.pidMode() == PidMode.TASK
                ? Set.of(SharedNamespace.NETWORK, SharedNamespace.PID)
                : Set.of(SharedNamespace.NETWORK);
    }

    private List<String> capabilities() {
        Set<String> names = new LinkedHashSet<>(USUAL_CAPABILITIES);
        if (container.linuxParameters() != null && container.linuxParameters().capabilities() != null) {
            KernelCapabilities asked = container.linuxParameters().capabilities();
            names.addAll(asked.add());
            names.removeAll(asked.drop());
        }
        return names.stream().map(name -> "CAP_" + name).toList();
    }
}
