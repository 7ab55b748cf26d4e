package io.vedette.core.chaos;

import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The agent's cgroup of the controller `cpu`, in its container where a runtime shows it.
final class SeenQuota {

    private static final String FOLDER = "cpu";

    private SeenQuota() {}

    /// Makes it, so that agents that are begun from now on can be given it.
    static void make(Scene scene) throws IOException, InterruptedException {
        Path hierarchy = Files.createDirectory(scene.directory().resolve(FOLDER));
        scene.cgroup("cpu");
        Shell.run(
                "exec nsenter --mount=\"/proc/$1/ns/mnt\" mount -t cgroup -o cpu cgroup \"$2\"",
                "" + scene.task().mounterPid(),
                "" + hierarchy.toAbsolutePath());
    }

    /// With it in the container.
    static ContainerSpec in(ContainerSpec spec) {
        Path own = spec.confinement().cgroups().stream()
                .filter(cgroup -> cgroup.getParent().endsWith("cpu"))
                .findFirst()
                .orElseThrow();
        Path scene = spec.binds().entrySet().stream()
                .filter(bind -> bind.getValue().equals(Sidecar.SPOOL))
                .findFirst()
                .orElseThrow()
                .getKey()
                .getParent();
        Path seen = scene.resolve(FOLDER).resolve(own.getFileName());
        return spec.confined(all ->
                all.mount(Mount.memory("/sys/fs/cgroup", "64k")).mount(Mount.readOnly(seen, "/sys/fs/cgroup/cpu")));
    }
}
