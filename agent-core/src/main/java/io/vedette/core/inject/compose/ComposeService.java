package io.vedette.core.inject.compose;

import io.vedette.core.inject.target.Mark;
import io.vedette.core.inject.target.Sidecar;
import io.vedette.core.inject.text.Value;
import java.util.List;
import java.util.Optional;

/// The agent as a service. Each service has a PID namespace of its own, so it takes the host's to see them all.
///
/// @param networks empty for the default one
record ComposeService(Sidecar sidecar, Optional<Value> logging, List<String> networks) {

    /// Where Docker keeps what it knows of containers: their names come from there.
    private static final String CONTAINERS = "/var/lib/docker/containers";

    private static final String HOST_ROOT = "/host";

    Value.Mapping value(Mark mark) {
        Value.Builder service = new Value.Builder()
                .put("image", sidecar.image())
                .put("environment", environment(mark))
                .put("pid", "host")
                .put("cgroup", "host")
                .put("cap_drop", Value.texts("ALL"))
                .put("cap_add", Value.texts("BPF", "PERFMON", "SYS_PTRACE", "DAC_READ_SEARCH"))
                .put("security_opt", Value.texts("seccomp:unconfined"))
                .put("mem_limit", "128m")
                .put("volumes", Value.texts(Sidecar.STATE, CONTAINERS + ":" + HOST_ROOT + CONTAINERS + ":ro"))
                .put("restart", "unless-stopped")
                .put("stop_grace_period", Sidecar.STOP_SECONDS + "s")
                // Else `up --wait` would wait for it.
                .put("healthcheck", new Value.Builder().put("disable", true).build());
        if (!networks.isEmpty()) {
            service.put("networks", Value.texts(networks.toArray(String[]::new)));
        }
        logging.ifPresent(copy -> service.put("logging", copy));
        return service.build();
    }

    private Value environment(Mark mark) {
        Value.Builder variables = new Value.Builder();
        sidecar.environment(mark).forEach(variables::put);
        return variables.put("VEDETTE_HOST_ROOT", HOST_ROOT).build();
    }
}
