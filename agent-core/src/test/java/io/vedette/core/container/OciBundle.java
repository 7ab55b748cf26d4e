package io.vedette.core.container;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;

/// Writes the `config.json` from which an OCI runtime makes a container.
final class OciBundle {

    private OciBundle() {}

    /// @param directory of the bundle, made here
    /// @param pausePid host pid of the task's pause container, 0 when the container is pause itself
    static void write(Path directory, Path rootfs, ContainerSpec spec, String cgroupPath, long pausePid)
            throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("config.json"), """
                {"ociVersion": "1.0.0",
                 "process": {
                  "terminal": false, "cwd": "/", "noNewPrivileges": false,
                  "user": {"uid": %1$d, "gid": %1$d},
                  "args": %2$s,
                  "env": %3$s,
                  "rlimits": %9$s,
                  "capabilities": {"bounding": %4$s, "effective": %4$s, "permitted": %4$s}},
                 "root": {"path": %5$s, "readonly": %10$s},
                 "mounts": %6$s,
                 "linux": {
                  "cgroupsPath": %7$s,%11$s
                  "namespaces": %8$s}}
                """.formatted(
                        spec.uid(),
                        strings(spec.args()),
                        strings(env(spec)),
                        strings(spec.capabilities()),
                        string(rootfs.toString()),
                        mounts(spec),
                        string(cgroupPath),
                        namespaces(spec, pausePid),
                        limits(spec.confinement()),
                        spec.confinement().readOnlyRoot(),
                        seccomp(spec.confinement())));
    }

    private static Collection<String> env(ContainerSpec spec) {
        Stream<String> given = spec.env().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue());
        return Stream.concat(Stream.of("PATH=/bin"), given).toList();
    }

    private static String mounts(ContainerSpec spec) {
        Stream<String> system = Stream.of(
                mount("proc", "proc", "/proc"),
                mount("tmpfs", "tmpfs", "/dev", "nosuid", "mode=755"),
                mount("tmpfs", "tmpfs", "/tmp", "nosuid", "mode=1777"));
        Stream<String> binds = spec.binds().entrySet().stream()
                .map(e -> mount("bind", e.getKey().toString(), e.getValue(), "rbind", "rw"));
        Stream<String> further = spec.confinement().mounts().stream()
                .map(m ->
                        mount(m.type(), m.source(), m.destination(), m.options().toArray(String[]::new)));
        return Stream.of(system, binds, further).flatMap(all -> all).collect(joining(",\n  ", "[", "]"));
    }

    private static String mount(String type, String source, String destination, String... options) {
        return "{\"type\": %s, \"source\": %s, \"destination\": %s, \"options\": %s}"
                .formatted(string(type), string(source), string(destination), strings(Arrays.asList(options)));
    }

    private static String limits(Confinement confinement) {
        return confinement.limits().entrySet().stream()
                .map(e ->
                        "{\"type\": %1$s, \"soft\": %2$d, \"hard\": %2$d}".formatted(string(e.getKey()), e.getValue()))
                .collect(joining(", ", "[", "]"));
    }

    /// Everything goes but the named calls.
    private static String seccomp(Confinement confinement) {
        return confinement.deniedCalls().isEmpty() ? "" : """

                  "seccomp": {"defaultAction": "SCMP_ACT_ALLOW",
                   "syscalls": [{"names": %s, "action": "SCMP_ACT_ERRNO"}]},""".formatted(strings(confinement.deniedCalls()));
    }

    private static String namespaces(ContainerSpec spec, long pausePid) {
        Stream<String> types =
                spec.confinement().ownCgroups() ? Stream.of("mount", "uts", "cgroup") : Stream.of("mount", "uts");
        Stream<String> own = types.map(type -> "{\"type\": %s}".formatted(string(type)));
        Stream<String> shareable =
                Arrays.stream(SharedNamespace.values()).map(namespace -> namespace(namespace, spec, pausePid));
        return Stream.concat(own, shareable).collect(joining(", ", "[", "]"));
    }

    private static String namespace(SharedNamespace namespace, ContainerSpec spec, long pausePid) {
        String type = string(namespace.ociType());
        return pausePid != 0 && spec.shared().contains(namespace)
                ? "{\"type\": %s, \"path\": %s}".formatted(type, string(namespace.pathOf(pausePid)))
                : "{\"type\": %s}".formatted(type);
    }

    private static String strings(Collection<String> values) {
        return values.stream().map(OciBundle::string).collect(joining(", ", "[", "]"));
    }

    private static String string(String value) {
        return value.chars().mapToObj(OciBundle::escaped).collect(joining("", "\"", "\""));
    }

    private static String escaped(int c) {
        return c < ' ' || c == '"' || c == '\\' ? "\\u%04x".formatted(c) : Character.toString(c);
    }
}
