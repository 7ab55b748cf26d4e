package io.vedette.core.limits;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// What was found out about limits at the start: the cgroup's memory, and what could not be set. Any thread.
///
/// @param memoryLimitBytes 0: there is none
/// @param notLimited one sentence each
public record OwnLimits(long memoryLimitBytes, List<String> notLimited) implements Consumer<String> {

    public OwnLimits(long memoryLimitBytes) {
        this(memoryLimitBytes, new CopyOnWriteArrayList<>());
    }

    @Override
    public void accept(String sentence) {
        notLimited.add(sentence);
    }
}
