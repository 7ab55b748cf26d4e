package io.vedette.core.policy;

/// What a condition is about, the most specific first.
enum Level {
    TASK("the task itself"),
    WORKLOAD("the workload"),
    NAMESPACE("the namespace"),
    CLUSTER("the cluster"),
    REGION("the region"),
    ACCOUNT("the account"),
    ORGANIZATIONAL_UNIT("the organizational unit");

    private final String words;

    Level(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
