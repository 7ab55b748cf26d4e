package io.vedette.core.chaos;

import io.vedette.core.container.Confinement;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.DockerProfile;
import io.vedette.core.container.Mount;
import io.vedette.core.container.SharedNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The agent's container: the built agent with the host's libraries, and the rights that README gives it.
public final class Sidecar {

    /// Where the image has the agent.
    public static final String HOME = "/opt/vedette";

    static final String SPOOL = "/var/lib/vedette/spool";

    private static final Path BUILT =
            Path.of(System.getProperty("basedir", "."), "target", "vedette").toAbsolutePath();
    private static final List<String> LIBRARIES = List.of("/lib", "/lib64", "/usr/lib");

    private Sidecar() {}

    /// @param spool of the host
    public static ContainerSpec spec(String name, String endpoint, Path spool, List<Path> cgroups) {
        return withoutRights(name, endpoint, spool, cgroups)
                .capabilities("CAP_BPF", "CAP_PERFMON", "CAP_SYS_PTRACE", "CAP_DAC_READ_SEARCH");
    }

    /// The same with what a customer's sidecar can have on Fargate: the default rights and SYS_PTRACE.
    static ContainerSpec onFargate(String name, String endpoint, Path spool, List<Path> cgroups) {
        return withoutRights(name, endpoint, spool, cgroups)
                .addCapabilities("CAP_SYS_PTRACE")
                .confined(DockerProfile::in);
    }

    private static ContainerSpec withoutRights(String name, String endpoint, Path spool, List<Path> cgroups) {
        Confinement confinement = image().mount(Mount.sysfs());
        for (Path cgroup : cgroups) {
            confinement = confinement.cgroup(cgroup);
        }
        Confinement all = confinement;
        return ContainerSpec.of(name, HOME + "/bin/vedette", "run", "--endpoint", endpoint, "--spool", SPOOL)
                .sharing(SharedNamespace.values())
                .bind(spool, SPOOL)
                .confined(nothing -> all);
    }

    /// What its image has.
    public static Confinement image() {
        Confinement confinement = Confinement.NONE.mount(Mount.readOnly(home(), HOME));
        for (String library : LIBRARIES) {
            if (Files.isDirectory(Path.of(library))) {
                confinement = confinement.mount(Mount.readOnly(Path.of(library), library));
            }
        }
        return confinement;
    }

    /// The built agent on the host.
    public static Path home() {
        if (!Files.isExecutable(BUILT.resolve("bin/vedette"))) {
            throw new IllegalStateException("no built agent; run: ./dev build");
        }
        return BUILT;
    }
}
