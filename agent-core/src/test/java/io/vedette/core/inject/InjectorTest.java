package io.vedette.core.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InjectorTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Outcome outcome) {
        return new String(outcome.output(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   \n",
                "hello",
                "{\"containerDefinitions\": [",
                "{\"containerDefinitions\": [{\"name\": \"a\", \"name\": \"b\"}]}",
                "a: b: c",
                "apiVersion: v1\nkind: Pod\nkind: Pod\n",
                "resource \"aws_ecs_task_definition\" \"app\" {\n  family = \"app\"\n}\n",
                "spec:\n  {{- toYaml .Values.spec | nindent 2 }}\n",
                "{\"a\": 1} x",
                "[1, 2]"
            })
    void whatIsNoDefinitionStaysAsItIsAndIsSaid(String input) {
        Outcome outcome = Corpus.INJECTOR.inject(bytes(input), Corpus.SIDECAR);

        assertThat(text(outcome)).isEqualTo(input);
        assertThat(outcome.state()).isEqualTo(Outcome.State.UNREADABLE);
        assertThat(outcome.sentences()).hasSize(1);
        assertThat(Corpus.INJECTOR.remove(bytes(input)).output()).isEqualTo(bytes(input));
    }

    @Test
    void whatIsNoTextStaysAsItIs() {
        byte[] input = {'{', (byte) 0xFF, (byte) 0xFE, '}'};

        Outcome outcome = Corpus.INJECTOR.inject(input, Corpus.SIDECAR);

        assertThat(outcome.output()).isEqualTo(input);
        assertThat(outcome.sentences()).singleElement().asString().contains("UTF-8");
    }

    @Test
    void aDeepDocumentIsRefused() {
        Outcome json = Corpus.INJECTOR.inject(bytes("[".repeat(5000)), Corpus.SIDECAR);
        Outcome yaml = Corpus.INJECTOR.inject(bytes("- ".repeat(5000) + "x"), Corpus.SIDECAR);

        assertThat(List.of(json.state(), yaml.state())).containsOnly(Outcome.State.UNREADABLE);
    }

    @Test
    @Timeout(20)
    void mergesOfMergesAreFollowedOnceEach() {
        StringBuilder text = new StringBuilder("x0: &x0 {a: 1}\n");
        for (int i = 1; i < 60; i++) {
            text.append("x%d: &x%d {<<: [*x%d, *x%d, *x%d]}\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        text.append("apiVersion: v1\nkind: Pod\nspec:\n  <<: *x59\n");

        assertThat(Corpus.INJECTOR
                        .inject(bytes(text.toString()), Corpus.SIDECAR)
                        .state())
                .isEqualTo(Outcome.State.LEFT);
    }

    @Test
    @Timeout(120)
    void aLargeFileIsDoneInSeconds() {
        String one = new String(Corpus.bytes("kubernetes-deployment.yaml"), StandardCharsets.UTF_8);
        byte[] input = bytes(one.repeat(500));

        Outcome outcome = Corpus.INJECTOR.inject(input, Corpus.SIDECAR);

        assertThat(text(outcome).split("VEDETTE_INJECTED", -1)).hasSize(501);
        assertThat(Corpus.INJECTOR.remove(outcome.output()).output()).isEqualTo(input);
    }

    @Test
    void whatWouldBecomeTooLargeToBeReadAgainStaysAsItIs() {
        byte[] input = bytes("apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a}]}\n---\n".repeat(5000));

        Outcome outcome = Corpus.INJECTOR.inject(input, Corpus.SIDECAR);

        assertThat(outcome.state()).isEqualTo(Outcome.State.UNREADABLE);
        assertThat(outcome.output()).isEqualTo(input);
    }

    @Test
    void jobsGetANativeSidecarWhenAskedFor() {
        byte[] input = Corpus.bytes("kubernetes-cronjob.yaml");

        Outcome outcome = Corpus.INJECTOR.inject(input, Corpus.NATIVE);

        assertThat(outcome.state()).isEqualTo(Outcome.State.DONE);
        assertThat(text(outcome))
                .contains("          initContainers:\n            - name: vedette\n")
                .contains("              restartPolicy: Always\n");
        assertThat(Corpus.INJECTOR.inject(outcome.output(), Corpus.NATIVE).output())
                .isEqualTo(outcome.output());
        assertThat(Corpus.INJECTOR.remove(outcome.output()).output()).isEqualTo(input);
    }

    @Test
    void aNativeSidecarComesLastAmongOtherInitContainers() {
        byte[] input = bytes("""
                apiVersion: v1
                kind: Pod
                metadata: {name: once}
                spec:
                  restartPolicy: Never
                  initContainers:
                  - {name: prepare, image: "p:1"}
                  containers:
                  - {name: once, image: "o:1"}
                """);

        Outcome outcome = Corpus.INJECTOR.inject(input, Corpus.NATIVE);

        assertThat(text(outcome)).contains("  - {name: prepare, image: \"p:1\"}\n  - name: vedette\n");
        assertThat(Corpus.INJECTOR.remove(outcome.output()).output()).isEqualTo(input);
    }

    @Test
    void whatItsOwnerChangedSinceStays() {
        String injected = text(Corpus.INJECTOR.inject(Corpus.bytes("ecs-fargate-web.json"), Corpus.SIDECAR));
        String changed = injected.replace("\"pidMode\": \"task\"", "\"pidMode\": \"host\"")
                .replace("{\"name\": \"vedette-spool\"}", "{\"name\": \"vedette-spool\"}, {\"name\": \"mine\"}");

        String removed = text(Corpus.INJECTOR.remove(bytes(changed)));

        assertThat(removed)
                .contains("\"pidMode\": \"host\"", "{\"name\": \"mine\"}")
                .doesNotContain("vedette-spool", "VEDETTE_");
    }

    @Test
    void aSidecarThatWasMovedIsFound() {
        String injected = text(Corpus.INJECTOR.inject(Corpus.bytes("kubernetes-deployment.yaml"), Corpus.SIDECAR));
        String moved = injected.replace(
                "        - name: web\n", "        - name: web0\n          image: a\n        - name: web\n");

        assertThat(text(Corpus.INJECTOR.remove(bytes(moved))))
                .isEqualTo(text(Corpus.INJECTOR.remove(bytes(injected)))
                        .replace(
                                "        - name: web\n",
                                "        - name: web0\n          image: a\n        - name: web\n"));
    }

    @Test
    void aTaskThatHasNoRoomAnyMoreKeepsTheSidecarThatItHas() {
        String injected = text(Corpus.INJECTOR.inject(Corpus.bytes("ecs-tight-memory.json"), Corpus.SIDECAR));
        String grown = injected.replace("\"memory\": 448", "\"memory\": 512");

        Outcome outcome = Corpus.INJECTOR.inject(bytes(grown), Corpus.sidecar("vedette", "newer:2", false));

        assertThat(outcome.state()).isEqualTo(Outcome.State.LEFT);
        assertThat(text(outcome)).isEqualTo(grown);
    }
}
