package io.vedette.core.main;

import io.vedette.core.coverage.Exclusions;
import io.vedette.core.coverage.Platform;
import io.vedette.core.coverage.Task;
import io.vedette.core.coverage.Traits;
import io.vedette.core.inject.text.DefinitionException;
import io.vedette.core.policy.Attribute;
import io.vedette.core.policy.Decision;
import io.vedette.core.policy.Facts;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Which tasks are not meant to have an agent, by the policy that injection goes by.
final class CoveragePolicy {

    private CoveragePolicy() {}

    /// @throws DefinitionException naming the file, and what in it can't be used
    static Exclusions of(Path file) throws DefinitionException {
        PolicyFile read = PolicyFile.read(file);
        return (task, clusterTags) -> {
            Decision decision = read.policy().decide(facts(task, clusterTags));
            return decision.isOn() ? Optional.empty() : Optional.of("by the policy " + file + ", " + decision.reason());
        };
    }

    private static Facts facts(Task task, Map<String, String> clusterTags) {
        Traits traits = task.traits();
        return new Facts.Builder()
                .put(Attribute.ACCOUNT, task.place().account())
                .put(Attribute.REGION, task.place().region())
                .put(Attribute.CLUSTER, task.place().cluster())
                .put(
                        Attribute.SERVICE,
                        task.platform() == Platform.ECS ? task.place().service() : "")
                .put(Attribute.FAMILY, traits.family())
                .put(Attribute.NAMESPACE, traits.namespace())
                .put(Attribute.WORKLOAD, traits.workload())
                .put(Attribute.TAG, traits.tags())
                .put(Attribute.LABEL, traits.labels())
                .put(Attribute.ANNOTATION, traits.annotations())
                .put(Attribute.CLUSTER_TAG, clusterTags)
                .build();
    }
}
