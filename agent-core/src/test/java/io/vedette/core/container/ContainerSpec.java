package io.vedette.core.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// What a container of a [CrunTask] runs and with which rights. Immutable: each method that changes something
/// gives a copy.
///
/// @param name unique in the task, as in a task definition
/// @param args the command: a path on the task's root file system and its arguments
/// @param capabilities `CAP_…`, all that the container gets
/// @param shared namespaces that are pause's; the others are its own
/// @param binds from a path of the host to a path in the container, read and write
/// @param env variables beside `PATH`
/// @param uid user and group
/// @param confinement the rest
public record ContainerSpec(
        String name,
        List<String> args,
        List<String> capabilities,
        Set<SharedNamespace> shared,
        Map<Path, String> binds,
        Map<String, String> env,
        int uid,
        Confinement confinement) {

    private static final List<String> DEFAULT_CAPABILITIES =
            List.of("CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_KILL", "CAP_SETGID", "CAP_SETUID");

    public ContainerSpec {
        args = List.copyOf(args);
        capabilities = List.copyOf(capabilities);
        shared = Set.copyOf(shared);
        binds = Map.copyOf(binds);
        env = Map.copyOf(env);
    }

    /// A container as ECS makes it by default: root with a few capabilities, only the network is shared.
    public static ContainerSpec of(String name, String... args) {
        return new ContainerSpec(
                name,
                List.of(args),
                DEFAULT_CAPABILITIES,
                Set.of(SharedNamespace.NETWORK),
                Map.of(),
                Map.of(),
                0,
                Confinement.NONE);
    }

    /// In place of the default ones.
    public ContainerSpec capabilities(String... only) {
        return new ContainerSpec(name, args, List.of(only), shared, binds, env, uid, confinement);
    }

    public ContainerSpec addCapabilities(String... more) {
        List<String> all = new ArrayList<>(capabilities);
        all.addAll(List.of(more));
        return new ContainerSpec(name, args, all, shared, binds, env, uid, confinement);
    }

    /// In place of the default, the network.
    public ContainerSpec sharing(SharedNamespace... only) {
        return new ContainerSpec(name, args, capabilities, Set.of(only), binds, env, uid, confinement);
    }

    public ContainerSpec bind(Path host, String container) {
        Map<Path, String> all = new TreeMap<>(binds);
        all.put(host.toAbsolutePath(), container);
        return new ContainerSpec(name, args, capabilities, shared, all, env, uid, confinement);
    }

    public ContainerSpec env(String key, String value) {
        Map<String, String> all = new TreeMap<>(env);
        all.put(key, value);
        return new ContainerSpec(name, args, capabilities, shared, binds, all, uid, confinement);
    }

    public ContainerSpec uid(int user) {
        return new ContainerSpec(name, args, capabilities, shared, binds, env, user, confinement);
    }

    public ContainerSpec args(String... other) {
        return new ContainerSpec(name, List.of(other), capabilities, shared, binds, env, uid, confinement);
    }

    /// With its confinement changed.
    public ContainerSpec confined(UnaryOperator<Confinement> change) {
        return new ContainerSpec(name, args, capabilities, shared, binds, env, uid, change.apply(confinement));
    }
}
