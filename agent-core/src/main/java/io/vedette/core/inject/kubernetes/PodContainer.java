package io.vedette.core.inject.kubernetes;

import io.vedette.core.inject.target.Mark;
import io.vedette.core.inject.target.Sidecar;
import io.vedette.core.inject.text.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The sidecar as a container of a pod. It has no probe: one that fails would take the pod out of its services.
///
/// @param goesOn whether it is an init container that goes on while the others run
record PodContainer(Sidecar sidecar, Resources resources, boolean goesOn) {

    /// What the pod says of itself to the agent.
    private static final Map<String, String> FIELDS = Map.of(
            "POD_NAME", "metadata.name",
            "POD_NAMESPACE", "metadata.namespace",
            "POD_UID", "metadata.uid",
            "NODE_NAME", "spec.nodeName");

    Value.Mapping value(Mark mark) {
        Value.Builder container = new Value.Builder()
                .put("name", sidecar.name())
                .put("image", sidecar.image())
                // The registry is asked only where the image is not there yet.
                .put("imagePullPolicy", "IfNotPresent");
        if (goesOn) {
            container.put("restartPolicy", "Always");
        }
        Value mount = new Value.Builder()
                .put("name", sidecar.volume())
                .put("mountPath", Sidecar.STATE)
                .build();
        return container
                .put("env", variables(mark))
                .put("resources", resources.value())
                .put("securityContext", rights())
                .put("volumeMounts", new Value.Sequence(List.of(mount)))
                .build();
    }

    private Value variables(Mark mark) {
        List<Value> variables = new ArrayList<>();
        FIELDS.keySet().stream().sorted().forEach(name -> variables.add(field(name)));
        sidecar.environment(mark)
                .forEach((name, value) -> variables.add(new Value.Builder()
                        .put("name", name)
                        .put("value", value)
                        .build()));
        return new Value.Sequence(variables);
    }

    private static Value field(String name) {
        Value path = new Value.Builder()
                .put("fieldPath", FIELDS.getOrDefault(name, ""))
                .build();
        return new Value.Builder()
                .put("name", name)
                .put("valueFrom", new Value.Builder().put("fieldRef", path).build())
                .build();
    }

    private static Value rights() {
        Value capabilities = new Value.Builder()
                .put("drop", Value.texts("ALL"))
                .put("add", Value.texts("BPF", "PERFMON", "SYS_PTRACE", "DAC_READ_SEARCH"))
                .build();
        return new Value.Builder()
                .put("runAsUser", 0)
                .put("runAsNonRoot", false)
                .put("allowPrivilegeEscalation", false)
                .put("readOnlyRootFilesystem", true)
                .put("capabilities", capabilities)
                // The usual profiles deny bpf().
                .put(
                        "seccompProfile",
                        new Value.Builder().put("type", "Unconfined").build())
                .build();
    }
}
