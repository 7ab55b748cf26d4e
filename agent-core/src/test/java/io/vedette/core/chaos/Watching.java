package io.vedette.core.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.container.ContainerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// How the agent watches the task in a row: which rights its sidecar has, and what the books may ask of it.
enum Watching {
    /// By programs in the kernel: all kinds, and never a gap but between two agents.
    EBPF(
            "ready tier=ebpf kinds=exec,exec_failed,fork,exit[a-z_,]* in [0-9]+ ms",
            Set.of("exec", "exec_failed", "fork", "exit", "open", "write", "close_write", "unlink", "connect")) {
        @Override
        ContainerSpec sidecar(String name, String endpoint, Path spool, List<Path> cgroups) {
            return Sidecar.spec(name, endpoint, spool, cgroups);
        }
    },

    /// By ptrace, with the rights of a sidecar on Fargate. Of files it has the sensitive ones only, and of the network
    /// what can be seen of sockets, so neither is asked for. While a tracer is replaced there is a gap.
    PTRACE("ready tier=ptrace[a-z_+]* kinds=exec,fork,exit[a-z_,]* in [0-9]+ ms", Set.of("exec", "fork", "exit")) {
        @Override
        ContainerSpec sidecar(String name, String endpoint, Path spool, List<Path> cgroups) {
            return Sidecar.onFargate(name, endpoint, spool, cgroups);
        }
    };

    private static final Set<String> TRACERS = Set.of("the tracer ", "the CPU quota ", "processes came and went ");

    private final String ready;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> kinds;

    Watching(String ready, Set<String> kinds) {
        this.ready = ready;
        this.kinds = kinds;
    }

    /// A healthy sidecar, with the rights that this takes and no others.
    abstract ContainerSpec sidecar(String name, String endpoint, Path spool, List<Path> cgroups);

    /// As `--tier` calls it.
    String tier() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /// A pattern: what the agent says when it watches like this.
    String ready() {
        return ready;
    }

    /// Whether the books have to be exact for this kind.
    boolean tells(String kind) {
        return kinds.contains(kind);
    }

    /// Whether this is time that the tracer missed, as it may at any moment: what was missed in it is excused.
    boolean excuses(JsonNode gap) {
        String cause = gap.path("cause").asText();
        return this == PTRACE && TRACERS.stream().anyMatch(cause::startsWith);
    }

    /// A row with a healthy sidecar.
    Row row(String fault) {
        return Row.of(this, fault);
    }
}
