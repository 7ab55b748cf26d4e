package io.vedette.core.inject.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.inject.Injector;
import io.vedette.core.inject.Outcome;
import io.vedette.core.inject.target.Sidecar;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a task definition gets and what its owner is told, setting by setting.
final class EcsTaskTest {

    private static final String CONTAINERS = "\"containerDefinitions\": [{\"name\": \"app\", \"image\": \"app:1\"}]";

    private static Outcome inject(String settings, String image, String endpoint) {
        String definition = "{" + (settings.isEmpty() ? "" : settings.replace('\'', '"') + ", ") + CONTAINERS + "}";
        return new Injector(Optional.empty())
                .inject(
                        definition.getBytes(StandardCharsets.UTF_8),
                        new Sidecar("vedette", image, endpoint, "64MiB", Map.of(), false));
    }

    private static Outcome inject(String settings) {
        return inject(settings, "vedette:1", "https://events.internal");
    }

    private static String text(Outcome outcome) {
        return new String(outcome.output(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'requiresCompatibilities': ['FARGATE'] | SYS_PTRACE",
                "'requiresCompatibilities': ['EC2', 'FARGATE'] | SYS_PTRACE",
                "'compatibilities': ['EC2', 'FARGATE'] | SYS_PTRACE",
                "'requiresCompatibilities': [] | SYS_PTRACE",
                "'networkMode': 'awsvpc', 'cpu': '256', 'memory': '512' | SYS_PTRACE",
                "'requiresCompatibilities': ['EC2'] | SYS_ADMIN SYS_PTRACE DAC_READ_SEARCH",
                "'requiresCompatibilities': ['EC2', 'EXTERNAL'] | SYS_ADMIN SYS_PTRACE DAC_READ_SEARCH",
                "'requiresCompatibilities': ['MANAGED_INSTANCES'] | SYS_ADMIN SYS_PTRACE DAC_READ_SEARCH",
                "'networkMode': 'awsvpc' | SYS_ADMIN SYS_PTRACE DAC_READ_SEARCH",
                "'family': 'x' | SYS_ADMIN SYS_PTRACE DAC_READ_SEARCH",
            })
    void asksForNoMoreThanTheTasksPlatformAllows(String settings, String capabilities) {
        assertThat(text(inject(settings))).contains("\"add\": [\"" + capabilities.replace(" ", "\", \"") + "\"]");
    }

    @Test
    void aPidModeThatIsThereStays() {
        for (String mode : new String[] {"host", "task"}) {
            assertThat(text(inject("'pidMode': '" + mode + "'")))
                    .containsOnlyOnce("pidMode")
                    .contains("\"pidMode\": \"" + mode + "\"");
        }
    }

    @Test
    void anImageInEcrTakesAnExecutionRole() {
        String image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/vedette:1";
        String fargate = "'requiresCompatibilities': ['FARGATE']";

        assertThat(inject(fargate, image, "https://e").sentences())
                .anyMatch(sentence -> sentence.contains("executionRoleArn"));
        assertThat(inject(fargate + ", 'executionRoleArn': 'arn:x'", image, "https://e")
                        .sentences())
                .isEmpty();
    }

    @Test
    void aLoopbackAddressIsQuestionedInABridgeNetwork() {
        String ec2 = "'requiresCompatibilities': ['EC2']";

        assertThat(inject(ec2, "v:1", "http://127.0.0.1:4317").sentences())
                .anyMatch(sentence -> sentence.contains("bridge network"));
        assertThat(inject(ec2 + ", 'networkMode': 'host'", "v:1", "http://127.0.0.1:4317")
                        .sentences())
                .noneMatch(sentence -> sentence.contains("bridge network"));
    }

    @Test
    void aVolumeOfTheSameNameIsItsOwners() {
        String result = text(inject("'volumes': [{'name': 'vedette-spool'}]"));

        assertThat(result).containsOnlyOnce("vedette-spool").doesNotContain("readonlyRootFilesystem");
    }

    @Test
    void sizesThatAreNotKnownLeaveTheReservationAtTheLeast() {
        String template = """
                {"Resources": {"T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"Memory": "512",
                 "ContainerDefinitions": [{"Name": "app", "Image": "a", "Memory": {"Ref": "M"}}]}}}}""";

        Outcome outcome = new Injector(Optional.empty())
                .inject(
                        template.getBytes(StandardCharsets.UTF_8),
                        new Sidecar("vedette", "v:1", "https://e", "64MiB", Map.of(), false));

        assertThat(text(outcome)).contains("\"Memory\": 128", "\"MemoryReservation\": 6");
    }

    /// What is given without blanks comes without blanks, so what comes has the size that ECS counts.
    @Test
    void aDefinitionIsFilledUpToWhatEcsTakesAndNotBeyond() {
        Outcome small = inject(padded(1));

        Outcome fitting = inject(padded(1 + 64 * 1024 - small.output().length));
        Outcome larger = inject(padded(2 + 64 * 1024 - small.output().length));

        assertThat(fitting.state()).isEqualTo(Outcome.State.DONE);
        assertThat(fitting.output()).hasSize(64 * 1024);
        assertThat(larger.state()).isEqualTo(Outcome.State.LEFT);
        assertThat(larger.sentences())
                .singleElement()
                .asString()
                .contains("the sidecar would add", "ECS takes 65536 at most");
        assertThat(text(larger)).doesNotContain("vedette");
    }

    private static byte[] padded(int letters) {
        return ("{\"requiresCompatibilities\":[\"FARGATE\"],\"containerDefinitions\":[{\"name\":\"app\",\"image\":\""
                        + "a".repeat(letters) + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Outcome inject(byte[] definition) {
        return new Injector(Optional.empty())
                .inject(
                        definition,
                        new Sidecar("vedette", "vedette:1", "https://events.internal", "64MiB", Map.of(), false));
    }
}
