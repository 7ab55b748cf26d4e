package io.vedette.core.inject.ecs;

import io.vedette.core.inject.target.Sidecar;
import io.vedette.core.inject.text.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the owner of a task definition should know of the sidecar in it.
record EcsNotes(EcsTask target) {

    private static final Set<String> SHARED = Set.of("task", "host");

    List<String> all(Sidecar sidecar, Launch launch) {
        List<String> notes = new ArrayList<>();
        if (!target.isWhole()) {
            notes.add("settings of the task are not in this file: set pid_mode = \"task\" beside it, and see that the "
                    + "task's memory has 128 MiB that no container reserves");
            return notes;
        }
        boolean isFixed = setting("pidMode").isPresent() && !SHARED.contains(text("pidMode"));
        if (isFixed) {
            notes.add("its pidMode is not known here: the sidecar sees other containers' processes only with \"task\"");
        }
        if (launch == Launch.INSTANCES) {
            notes.add(
                    "where it may run on an instance, eBPF takes SYS_ADMIN, and the sidecar sees all containers of the "
                            + "instance: one agent for each instance, as a daemon service, sees the same");
            addNetwork(sidecar, notes);
        }
        if (setting("proxyConfiguration").isPresent()) {
            notes.add("its proxy (proxyConfiguration) takes the sidecar's connections too: let it pass those to "
                    + sidecar.endpoint());
        }
        boolean isInEcr = sidecar.image().contains(".dkr.ecr.");
        if (isInEcr && setting("executionRoleArn").isEmpty()) {
            notes.add("it has no executionRoleArn, which pulling " + sidecar.image()
                    + " takes on Fargate: without it the task runs without the sidecar");
        }
        addInit(notes);
        return notes;
    }

    private void addNetwork(Sidecar sidecar, List<String> notes) {
        String mode = text("networkMode");
        boolean isLocal = sidecar.endpoint().matches("https?://(localhost|127\\..*|\\[::1\\]).*");
        if (isLocal && (mode.isEmpty() || mode.equals("bridge"))) {
            notes.add("in a bridge network " + sidecar.endpoint() + " is the sidecar itself: name the endpoint's host");
        }
    }

    /// Tini and its like want to be process 1.
    private void addInit(List<String> notes) {
        List<String> names = target.containers().end().list().stream()
                .filter(container -> container
                        .at(target.spelling().of("linuxParameters"))
                        .map(parameters -> parameters.text(target.spelling().of("initProcessEnabled")))
                        .orElse("")
                        .equals("true"))
                .map(target::name)
                .toList();
        if (!names.isEmpty() && setting("pidMode").isEmpty()) {
            notes.add("initProcessEnabled of " + String.join(", ", names) + " has no effect any more: with pidMode "
                    + "\"task\" processes left alone go to the task's first process");
        }
    }

    private Optional<Node> setting(String name) {
        return target.task().end().at(target.spelling().of(name));
    }

    private String text(String name) {
        return setting(name).map(Node::text).orElse("");
    }
}
