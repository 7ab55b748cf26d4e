package io.vedette.core.coverage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents as platforms write them.
final class DocumentsTest {

    private static final Place HERE = new Place("444455556666", "", "kube", "");

    private static Statement read(String text) throws IOException {
        return Documents.read(text.getBytes(UTF_8), HERE);
    }

    private static Statement file(String name) throws IOException {
        try (InputStream in = DocumentsTest.class.getResourceAsStream(name)) {
            return Documents.read(in.readAllBytes(), HERE);
        }
    }

    @Test
    void readsTheAnswerOfDescribeTasks() throws IOException {
        Statement said = file("describe-tasks.json");

        assertThat(said.tasks()).singleElement().satisfies(task -> {
            assertThat(task.place()).isEqualTo(new Place("111122223333", "us-west-2", "prod", "web"));
            assertThat(task.name()).isEqualTo("1234567890123456789012345678abcd");
            assertThat(task.definition()).isEqualTo("web:7");
            assertThat(task.phase()).isEqualTo(Task.Phase.RUNNING);
            assertThat(task.started()).contains(Instant.parse("2026-11-29T11:22:33.444Z"));
            assertThat(task.aliases())
                    .containsExactlyInAnyOrder(
                            "ecs:1234567890123456789012345678abcd", "host:ip-10-0-0-80.us-west-2.compute.internal");
            assertThat(task.parts())
                    .containsExactly(
                            new Part("web", Part.State.RUNNING, OptionalInt.empty(), ""),
                            new Part(
                                    "vedette",
                                    Part.State.STOPPED,
                                    OptionalInt.of(137),
                                    "OutOfMemoryError: Container killed due to memory usage"));
            assertThat(task.traits().architecture()).isEqualTo("x86_64");
            assertThat(task.traits().system()).isEqualTo("Linux");
            assertThat(task.traits().family()).isEqualTo("web");
            assertThat(task.traits().tags()).isEqualTo(Map.of("team", "shop"));
            assertThat(task.version()).isEqualTo(4);
        });
    }

    @Test
    void readsTheEventOfAStoppedTask() throws IOException {
        assertThat(file("task-state-change.json").tasks()).singleElement().satisfies(task -> {
            assertThat(task.phase()).isEqualTo(Task.Phase.STOPPED);
            assertThat(task.stopped()).contains(Instant.parse("2026-11-29T11:30:00Z"));
            assertThat(task.stoppedReason()).isEqualTo("Essential container in task exited");
            assertThat(task.place().service()).isEmpty();
            assertThat(task.part("vedette").orElseThrow().failed()).isFalse();
        });
    }

    @Test
    void readsPods() throws IOException {
        Statement said = file("pod-list.json");

        assertThat(said.tasks()).hasSize(2);
        Task web = said.tasks().getFirst();
        assertThat(web.id()).isEqualTo("8f0f4c9a-1b2c-4d5e-8f90-0123456789ab");
        assertThat(web.place()).isEqualTo(new Place("444455556666", "", "kube", "shop/web"));
        assertThat(web.traits().labels()).containsEntry("app", "web");
        assertThat(web.part("vedette")).contains(new Part("vedette", Part.State.RUNNING, OptionalInt.of(3), ""));
        Part broken = said.tasks().getLast().part("vedette").orElseThrow();
        assertThat(broken.failed()).isTrue();
        assertThat(broken.end()).contains("ImagePullBackOff: Back-off pulling image");
        assertThat(said.tasks().getLast().traits().system()).isEqualTo("linux");
    }

    @Test
    void readsAWatchAndForgetsWhatItDeletes() throws IOException {
        String pod = "{\"kind\":\"Pod\",\"metadata\":{\"uid\":\"u1\",\"name\":\"p\",\"namespace\":\"n\"}}";
        Statement said = read("{\"type\":\"ADDED\",\"object\":" + pod + "}\n{\"type\":\"BOOKMARK\",\"object\":{}}\n"
                + "{\"type\":\"DELETED\",\"object\":" + pod + "}\n");

        assertThat(said.tasks()).hasSize(2);
        assertThat(said.gone()).containsExactly("u1");
    }

    @Test
    void timesAreSecondsOrText() throws IOException {
        Statement said = read("{\"tasks\":[{\"taskArn\":\"a\",\"startedAt\":1764415353.5},{\"taskArn\":\"b\","
                + "\"startedAt\":\"2026-11-29T13:00:00+01:00\"},{\"taskArn\":\"c\",\"startedAt\":\"soon\"}]}");

        assertThat(said.tasks().get(0).started()).contains(Instant.ofEpochMilli(1764415353500L));
        assertThat(said.tasks().get(1).started()).contains(Instant.parse("2026-11-29T12:00:00Z"));
        assertThat(said.tasks().get(2).started()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"kind\":\"Deployment\"}", "[]x", "{\"tasks\":", "7", "{\"tasks\":[{}]}"})
    void whatIsNoneOfItIsOneClearLine(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IOException.class)
                .message()
                .matches("(it is no JSON: |nothing in it is known: ).*")
                .doesNotContain("\n");
    }

    @Test
    void nothingIsAListOfNothing() throws IOException {
        assertThat(read("{\"tasks\":[],\"failures\":[]}").tasks()).isEmpty();
        assertThat(read("{\"kind\":\"PodList\",\"items\":[]}").tasks()).isEmpty();
        assertThat(read("").tasks()).isEmpty();
    }
}
