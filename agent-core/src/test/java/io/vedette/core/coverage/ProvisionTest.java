package io.vedette.core.coverage;

import static io.vedette.core.coverage.Scene.ARN;
import static io.vedette.core.coverage.Scene.GRACE;
import static io.vedette.core.coverage.Scene.containers;
import static io.vedette.core.coverage.Scene.running;
import static io.vedette.core.coverage.Scene.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Why a task has no agent.
final class ProvisionTest {

    private static final String ALONE = containers(running("web"));

    private static String cause(Scene scene) {
        scene.after(GRACE.plusSeconds(1));
        String said = scene.of(ARN);
        assertThat(said).startsWith("unhealthy AGENT_NOT_PROVISIONED ");
        return said.substring(said.lastIndexOf(' ') + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"launchType\":\"FARGATE\"                                                  | unknown",
                "\"platformFamily\":\"Windows Server 2022 Core\"                             | windows",
                "\"attributes\":[{\"name\":\"ecs.cpu-architecture\",\"value\":\"x86_64\"}]   | unknown",
                "\"attributes\":[{\"name\":\"ecs.cpu-architecture\",\"value\":\"riscv64\"}]  | architecture",
            })
    void theTaskTellsIt(String field, String cause) {
        Scene scene = new Scene();
        scene.tasks(task(ARN, ALONE, field));

        assertThat(cause(scene)).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                                  | FARGATE | no-execution-role",
                "''                                                                  | EC2     | unknown",
                ",\"executionRoleArn\":\"arn:aws:iam::1:role/x\"                     | FARGATE | unknown",
                ",\"runtimePlatform\":{\"operatingSystemFamily\":\"WINDOWS_SERVER_2022_CORE\"} | FARGATE | windows",
                ",\"runtimePlatform\":{\"cpuArchitecture\":\"MIPS\"}                 | FARGATE | architecture",
                ",\"runtimePlatform\":{\"cpuArchitecture\":\"ARM64\"}                | EC2     | unknown",
            })
    void theDefinitionTellsIt(String fields, String launchType, String cause) {
        Scene scene = new Scene();
        scene.tasks(task(ARN, ALONE, "\"launchType\":\"" + launchType + "\""));
        scene.say(
                "{\"taskDefinition\":{\"taskDefinitionArn\":\"arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7\","
                        + "\"containerDefinitions\":[{}]" + fields + "}}");

        assertThat(cause(scene)).isEqualTo(cause);
    }

    @Test
    void tenContainersLeaveNoRoom() {
        Scene scene = new Scene();
        scene.tasks(task(
                ARN,
                containers(
                        IntStream.range(0, 10).mapToObj(i -> running("c" + i)).toArray(String[]::new))));

        assertThat(cause(scene)).isEqualTo("ten-containers");
    }

    @Test
    void aTaskThatIsOlderThanInjectionHasToBeLaunchedAgain() {
        Scene scene = new Scene(Exclusions.NONE, 100, Optional.of(Instant.parse("2026-11-29T11:59:30Z")));
        scene.tasks(task(ARN, ALONE));
        assertThat(cause(scene)).isEqualTo("before-injection");

        Scene later = new Scene(Exclusions.NONE, 100, Optional.of(Instant.parse("2026-11-29T11:58:00Z")));
        later.tasks(task(ARN, ALONE));
        assertThat(cause(later)).isEqualTo("unknown");
    }

    @Test
    void aLaterRevisionWithTheAgentShowsThatToo() {
        Scene scene = new Scene();
        String other = "\"taskDefinitionArn\":\"arn:aws:ecs:eu-west-1:111122223333:task-definition/%s\"";
        scene.tasks(
                task(ARN, ALONE),
                task(ARN + "2", containers(running("vedette")), other.formatted("other:8")),
                task(ARN + "3", containers(running("vedette")), other.formatted("web:6")));
        assertThat(cause(scene)).isEqualTo("unknown");

        scene.tasks(task(ARN + "4", containers(running("vedette")), other.formatted("web:10")));
        assertThat(cause(scene)).isEqualTo("before-injection");
    }

    @Test
    void anAgentOfTheHostIsAsGoodAsOneInTheTask() {
        Scene scene = new Scene();
        scene.tasks(task(ARN, ALONE));
        scene.beat("on the host");

        assertThat(scene.of(ARN)).isEqualTo("healthy");
    }
}
