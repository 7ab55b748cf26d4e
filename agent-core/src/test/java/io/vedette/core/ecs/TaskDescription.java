package io.vedette.core.ecs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/// A task as `aws ecs describe-tasks` prints it, made of what has happened to it so far.
record TaskDescription(EcsTask task) {

    private static final String ACCOUNT = "arn:aws:ecs:eu-west-1:111122223333:";

    static ObjectNode of(EcsTask task) throws IOException {
        return new TaskDescription(task).json();
    }

    private ObjectNode json() throws IOException {
        boolean runs = task.names().stream().noneMatch(name -> task.isEssential(name) && task.hasEnded(name));
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ObjectNode json = all.withArray("tasks")
                .addObject()
                .put("taskArn", task.arn())
                .put("clusterArn", EcsTask.CLUSTER)
                .put(
                        "taskDefinitionArn",
                        ACCOUNT + "task-definition/" + task.definition().family() + ":1")
                .put("group", "service:" + task.definition().family())
                .put("launchType", task.launchType())
                .put("availabilityZone", "eu-west-1a")
                .put("createdAt", task.startedAt().toString())
                .put("startedAt", task.startedAt().toString())
                .put("desiredStatus", runs ? "RUNNING" : "STOPPED")
                .put("lastStatus", runs ? "RUNNING" : "STOPPED");
        for (String name : task.names()) {
            add(json.withArray("containers").addObject(), name);
        }
        all.putArray("failures");
        return all;
    }

    private void add(ObjectNode container, String name) throws IOException {
        container
                .put("containerArn", ACCOUNT + "container/demo/" + task.containerId(name))
                .put("taskArn", task.arn())
                .put("name", name)
                .put("image", task.image(name))
                .put("runtimeId", task.containerId(name))
                .put("lastStatus", task.hasEnded(name) ? "STOPPED" : "RUNNING");
        if (!task.hasStarted(name)) {
            container.put(
                    "reason", "CannotStartContainerError: " + task.log(name).strip());
        } else if (task.hasEnded(name)) {
            container.put("exitCode", task.exitCode(name));
        }
    }
}
