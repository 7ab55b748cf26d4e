package io.vedette.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.identity.Container;
import io.vedette.core.telemetry.Books;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EcsMetadataTest {

    private static final String FARGATE_ID = "e9028f8d5d8e4f258373e7b93ce9a3c3-2495160603";
    private static final String EC2_ID = "ee08638adaaf009d78c248913f629e38299471d45fe7dc944d1039077e3424ca";
    private static final String OTHER_ID = "f".repeat(64);

    private EcsEndpoint endpoint;
    private EcsMetadata metadata;

    @BeforeEach
    void start() throws IOException {
        endpoint = new EcsEndpoint(EcsEndpoint.FARGATE);
        metadata = new EcsMetadata(endpoint.uri(), 1000);
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    private static Container container(String id) {
        return new Container(2, id, "ecs", "/ecs/x/" + id, 1, 2, 3, new Books());
    }

    @Test
    void readsWhatFargateSays() {
        EcsTaskFacts task = metadata.taskOf(container(FARGATE_ID), 0).orElseThrow();

        assertThat(task.id()).isEqualTo("e9028f8d5d8e4f258373e7b93ce9a3c3");
        assertThat(task.cluster()).isEqualTo("arn:aws:ecs:us-west-2:111122223333:cluster/default");
        assertThat(task.family()).isEqualTo("curltest");
        assertThat(task.revision()).isEqualTo("3");
        assertThat(task.service()).isEmpty();
        assertThat(task.launchType()).isEqualTo("FARGATE");
        assertThat(task.availabilityZone()).isEqualTo("us-west-2a");
        assertThat(task.cpuLimit()).isEqualTo(0.25);
        assertThat(task.memoryLimitBytes()).isEqualTo(512L << 20);
        ContainerFacts container = Objects.requireNonNull(task.containers().get(FARGATE_ID));
        assertThat(container.name()).isEqualTo("curl");
        assertThat(container.image()).isEqualTo("111122223333.dkr.ecr.us-west-2.amazonaws.com/curltest:latest");
        assertThat(container.imageId()).startsWith("sha256:25f3695b");
        assertThat(container.startNs()).isEqualTo(1_602_190_040_567_813_946L);
        assertThat(metadata.issue()).isEmpty();
    }

    @Test
    void readsWhatEc2Says() {
        endpoint.answer(EcsEndpoint.document(200, EcsEndpoint.EC2));

        EcsTaskFacts task = metadata.taskOf(container(EC2_ID), 0).orElseThrow();

        assertThat(task.service()).isEqualTo("MyService");
        assertThat(task.cpuLimit()).isZero();
        assertThat(task.memoryLimitBytes()).isZero();
        ContainerFacts container = Objects.requireNonNull(task.containers().get(EC2_ID));
        assertThat(container.digest()).startsWith("sha256:691e079a");
        assertThat(container.labels()).isEmpty();
    }

    @Test
    void aContainerOfAnotherTaskIsInNone() {
        assertThat(metadata.taskOf(container(OTHER_ID), 0)).isEmpty();
    }

    @Test
    void asksOnlyForContainersThatAreNewAndNotTooOften() {
        metadata.taskOf(container(FARGATE_ID), 0);
        metadata.taskOf(container(FARGATE_ID), EcsMetadata.MOST_WAIT_NS);
        assertThat(endpoint.requests).hasValue(1);

        metadata.taskOf(container(OTHER_ID), EcsMetadata.LEAST_WAIT_NS - 1);
        assertThat(endpoint.requests).hasValue(1);

        metadata.taskOf(container(OTHER_ID), EcsMetadata.LEAST_WAIT_NS);
        assertThat(endpoint.requests).hasValue(2);
    }

    @Test
    void keepsWhatItKnewAndAsksMoreAndMoreRarelyWhenTheEndpointFails() {
        metadata.taskOf(container(FARGATE_ID), 0);
        endpoint.answer(EcsEndpoint.document(404, "{}"));
        long second = 1_000_000_000;
        for (long now = 0; now < 600 * second; now += second) {
            metadata.taskOf(container(OTHER_ID), now);
        }

        assertThat(metadata.issue()).isEqualTo("the ECS task metadata could not be had: HTTP status 404");
        assertThat(endpoint.requests.get()).isBetween(5, 9);
        assertThat(metadata.taskOf(container(FARGATE_ID), 600 * second)).isPresent();
        assertThat(endpoint.requests.get()).isBetween(5, 9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"x\"",
                "{\"TaskARN\":",
                "{\"TaskARN\":17,\"Containers\":{}}",
                "<html>no</html>",
                "{\"TaskARN\":\"\"}"
            })
    void whatIsNoAnswerIsOneIssue(String document) {
        endpoint.answer(EcsEndpoint.document(200, document));

        assertThat(metadata.taskOf(container(FARGATE_ID), 0)).isEmpty();
        assertThat(metadata.issue())
                .startsWith("the ECS task metadata could not be had: ")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"TaskARN\":\"t\",\"Limits\":7,\"Containers\":[1,null,{\"DockerId\":3},{\"DockerId\":\"ID\",\"Name\":[],"
                        + "\"Labels\":[],\"StartedAt\":\"soon\"}]}",
                "{\"TaskARN\":\"t\",\"Limits\":{\"CPU\":-1,\"Memory\":1e300},\"Containers\":[{\"DockerId\":\"ID\","
                        + "\"Labels\":{\"a\":1,\"b\":{}},\"StartedAt\":\"+999999999-01-01T00:00:00Z\"}]}"
            })
    void wrongTypesAreTakenForNothing(String document) {
        endpoint.answer(EcsEndpoint.document(200, document.replace("ID", FARGATE_ID)));

        EcsTaskFacts task = metadata.taskOf(container(FARGATE_ID), 0).orElseThrow();

        assertThat(task.cpuLimit()).isZero();
        assertThat(task.memoryLimitBytes()).isZero();
        assertThat(Optional.ofNullable(task.containers().get(FARGATE_ID))).hasValue(ContainerFacts.NONE);
    }

    @Test
    void anEndlessAnswerIsGivenUp() {
        endpoint.answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = " ".repeat(8192).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            for (int i = 0; i < 1 << 16; i++) {
                exchange.getResponseBody().write(part);
            }
        });

        assertThat(metadata.taskOf(container(FARGATE_ID), 0)).isEmpty();
        assertThat(metadata.issue()).contains("longer than 1048576 bytes");
    }

    @Test
    void aSlowAnswerIsGivenUp() {
        EcsMetadata hasty = new EcsMetadata(endpoint.uri(), 100);
        endpoint.answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                    Thread.sleep(20);
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(hasty.taskOf(container(FARGATE_ID), 0)).isEmpty();
        assertThat(hasty.issue()).contains("the answer took too long");
    }

    @Test
    void nobodyThereIsOneIssue() {
        String uri = endpoint.uri();
        endpoint.close();

        EcsMetadata absent = new EcsMetadata(uri, 1000);

        assertThat(absent.taskOf(container(FARGATE_ID), 0)).isEmpty();
        assertThat(absent.issue()).startsWith("the ECS task metadata could not be had: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file:///etc/passwd", "ftp://host", "not an address", "http:"})
    void onlyHttpIsAsked(String uri) {
        EcsMetadata wrong = new EcsMetadata(uri, 1000);

        assertThat(wrong.taskOf(container(FARGATE_ID), 0)).isEmpty();
        assertThat(wrong.issue()).startsWith("ECS_CONTAINER_METADATA_URI_V4 is no http address");
    }

    @Test
    void outsideOfEcsNothingIsAskedAndNothingWrong() {
        EcsMetadata none = new EcsMetadata(null, 1000);

        assertThat(none.taskOf(container(FARGATE_ID), 0)).isEmpty();
        assertThat(none.issue()).isEmpty();
    }
}
