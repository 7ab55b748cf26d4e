package io.vedette.core.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a rule can ask of a task.
public enum Attribute {
    TAG(Level.TASK, true, "give --tag KEY=VALUE if it has one"),
    LABEL(Level.TASK, true, "a pod's labels are in its manifest"),
    ANNOTATION(Level.TASK, true, "a pod's annotations are in its manifest"),
    SERVICE(Level.WORKLOAD, false, "give --service"),
    FAMILY(Level.WORKLOAD, false, "give --family"),
    WORKLOAD(Level.WORKLOAD, false, "a Kubernetes manifest has it"),
    NAMESPACE(Level.NAMESPACE, false, "give --namespace"),
    CLUSTER(Level.CLUSTER, false, "give --cluster"),
    CLUSTER_TAG(Level.CLUSTER, true, "give --cluster-tag KEY=VALUE if it has one"),
    REGION(Level.REGION, false, "give --region"),
    ACCOUNT(Level.ACCOUNT, false, "give --account"),
    ORGANIZATIONAL_UNIT(Level.ORGANIZATIONAL_UNIT, false, "give --ou");

    private final Level level;
    private final boolean hasKeys;
    private final String advice;

    Attribute(Level level, boolean hasKeys, String advice) {
        this.level = level;
        this.hasKeys = hasKeys;
        this.advice = advice;
    }

    Level level() {
        return level;
    }

    /// Whether there are several by different keys, as tags.
    boolean hasKeys() {
        return hasKeys;
    }

    /// Where it can come from when it is not known.
    String advice() {
        return advice;
    }

    /// @param name as a policy has it
    static Optional<Attribute> named(String name) {
        return Arrays.stream(values())
                .filter(attribute -> attribute.toString().equals(name))
                .findFirst();
    }

    /// As a policy has it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
