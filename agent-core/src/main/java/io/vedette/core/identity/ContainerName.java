package io.vedette.core.identity;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a cgroup path says of a container: its full id and the runtime that made it.
///
/// Rules, read off what the runtimes write: the id is 64 hex digits, or on Fargate the task's 32 hex digits
/// and a number; it is a path component, behind the runtime's prefix and before `.scope`. What is below it
/// belongs to the container too. The runtimes' own monitors (`…-conmon-<id>`) do not. Podman names the
/// directory of a pod's containers like one.
///
/// @param id full
/// @param runtime `docker`, `podman`, `containerd`, `crio`, `ecs`, or empty when the path doesn't tell
public record ContainerName(String id, String runtime) {

    private static final Pattern COMPONENT =
            Pattern.compile("(?:(?:[^:]*:)?(docker|libpod|cri-containerd|containerd|crio)[-:])?"
                    + "([0-9a-f]{64}|[0-9a-f]{32}-[0-9]+)(?:\\.scope)?");

    /// The first container on the way: what it makes inside is its own.
    ///
    /// @param cgroupPath as the kernel or `/proc/PID/cgroup` gives it: components between slashes, `..`
    ///     allowed
    static Optional<ContainerName> outermost(String cgroupPath) {
        List<String> components = List.of(cgroupPath.split("/"));
        for (int at = 0; at < components.size(); at++) {
            Optional<ContainerName> name = at(components, at);
            if (name.isPresent() && !isPod(components, at)) {
                return name;
            }
        }
        return Optional.empty();
    }

    /// The last container on the way.
    ///
    /// @param cgroupPath as for [#outermost]
    static Optional<ContainerName> innermost(String cgroupPath) {
        List<String> components = List.of(cgroupPath.split("/"));
        for (int at = components.size() - 1; at >= 0; at--) {
            Optional<ContainerName> name = at(components, at);
            if (name.isPresent()) {
                return name;
            }
        }
        return Optional.empty();
    }

    private static Optional<ContainerName> at(List<String> components, int at) {
        Matcher matcher = COMPONENT.matcher(components.get(at));
        return matcher.matches()
                ? Optional.of(new ContainerName(matcher.group(2), runtime(matcher.group(1), components.subList(0, at))))
                : Optional.empty();
    }

    /// Podman without systemd: `/libpod_parent/POD/libpod-CONTAINER`.
    private static boolean isPod(List<String> components, int at) {
        return at > 0
                && components.get(at - 1).equals("libpod_parent")
                && !components.get(at).startsWith("libpod-")
                && at + 1 < components.size()
                && components.get(at + 1).startsWith("libpod-");
    }

    /// A container whose runtime names cgroups as its caller likes, as crun and runc do on their own.
    ///
    /// @return the last component, unless it is none or a unit of the host's service manager
    public static Optional<ContainerName> ofUnknownScheme(String cgroupPath) {
        String leaf = cgroupPath.substring(cgroupPath.lastIndexOf('/') + 1);
        boolean unit = leaf.endsWith(".service") || leaf.endsWith(".slice") || leaf.endsWith(".scope");
        return leaf.isEmpty() || leaf.equals("..") || unit
                ? Optional.empty()
                : Optional.of(new ContainerName(leaf, "oci"));
    }

    private static String runtime(@org.jspecify.annotations.Nullable String prefix, List<String> parents) {
        if (prefix != null) {
            return switch (prefix) {
                case "libpod" -> "podman";
                case "cri-containerd" -> "containerd";
                default -> prefix;
            };
        }
        for (String parent : parents) {
            if (parent.equals("ecs")) {
                return "ecs";
            }
            if (parent.equals("docker")) {
                return "docker";
            }
        }
        return "";
    }
}
