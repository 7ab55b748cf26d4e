package io.vedette.core.context;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where context is looked for.
///
/// @param environment of the agent: the ECS endpoint's address, the downward API's variables
/// @param procRoot usually `/proc`
/// @param hostRoot where the host's file system is seen
/// @param labels patterns of the labels that are told
/// @param timeoutMs for an answer over the network
public record ContextConfig(
        Map<String, String> environment, Path procRoot, Path hostRoot, List<String> labels, int timeoutMs) {

    private static final int TIMEOUT_MS = 2000;

    public ContextConfig {
        environment = Map.copyOf(environment);
        labels = List.copyOf(labels);
    }

    /// Of this process on this machine.
    public static ContextConfig ofThisMachine(Path hostRoot, List<String> labels) {
        return new ContextConfig(System.getenv(), Path.of("/proc"), hostRoot, labels, TIMEOUT_MS);
    }
}
