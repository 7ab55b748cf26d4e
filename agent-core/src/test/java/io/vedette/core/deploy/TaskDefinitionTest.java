package io.vedette.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.core.ecs.Definitions;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.PidMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/// The task definition, as the SDK of AWS would register it.
final class TaskDefinitionTest {

    private static JsonNode file() throws IOException {
        return DeployFiles.documents("ecs/task-definition.json").getFirst();
    }

    @Test
    void isWhatEcsRegisters() throws IOException {
        RegisterTaskDefinitionRequest task = Definitions.read(file());

        assertThat(task.requiresCompatibilities()).containsExactly(Compatibility.FARGATE);
        assertThat(task.pidMode()).isEqualTo(PidMode.TASK);
        ContainerDefinition app = task.containerDefinitions().getFirst();
        ContainerDefinition agent = task.containerDefinitions().getLast();
        assertThat(app.essential()).isTrue();
        assertThat(app.dependsOn()).isEmpty();
        assertThat(agent.essential()).isFalse();
        assertThat(agent.memory()).isEqualTo(128);
        assertThat(agent.restartPolicy().enabled()).isTrue();
        assertThat(agent.linuxParameters().capabilities().add()).containsExactly("SYS_PTRACE");
        assertThat(agent.logConfiguration().logDriver()).isEqualTo(LogDriver.AWSLOGS);
        assertThat(agent.mountPoints().getFirst().sourceVolume())
                .isEqualTo(task.volumes().getFirst().name());
    }

    @Test
    void whatEcsDoesNotKnowIsFound() throws IOException {
        JsonNode definition = file();
        ((ObjectNode) definition.path("containerDefinitions").path(1)).put("esential", false);

        assertThatThrownBy(() -> Definitions.read(definition)).hasMessageContaining("containerDefinitions/1/esential");
    }

    @Test
    void aValueOfAnotherTypeIsFound() throws IOException {
        JsonNode definition = file();
        ((ObjectNode) definition.path("containerDefinitions").path(1)).put("memory", "128");

        assertThatThrownBy(() -> Definitions.read(definition)).hasMessageContaining("containerDefinitions/1/memory");
    }
}
