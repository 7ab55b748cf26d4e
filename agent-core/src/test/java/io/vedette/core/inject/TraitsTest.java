package io.vedette.core.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.inject.target.Target;
import io.vedette.core.inject.target.Traits;
import io.vedette.core.inject.text.DefinitionException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What definitions tell of their tasks.
final class TraitsTest {

    private static List<Traits> traits(String text) throws DefinitionException {
        return Corpus.INJECTOR.targets(text.getBytes(StandardCharsets.UTF_8)).stream()
                .map(Target::traits)
                .toList();
    }

    @Test
    void ofATaskDefinitionThatIsRegistered() throws DefinitionException {
        String text = """
                {"family": "web", "containerDefinitions": [],
                 "tags": [{"key": "team", "value": "pay"}, {"key": "empty", "value": ""}, {"value": "keyless"}]}
                """;

        assertThat(traits(text)).containsExactly(Traits.ofTask("", "web", Map.of("team", "pay", "empty", "")));
    }

    @Test
    void ofOneThatIsDescribedWithItsTagsBesideIt() throws DefinitionException {
        String text = """
                {"taskDefinition": {"taskDefinitionArn": "arn:x", "family": "web", "containerDefinitions": []},
                 "tags": [{"key": "team", "value": "pay"}]}
                """;

        assertThat(traits(text)).containsExactly(Traits.ofTask("arn:x", "web", Map.of("team", "pay")));
    }

    @Test
    void ofATemplateWithoutWhatFunctionsMake() throws DefinitionException {
        String text = """
                Resources:
                  Web:
                    Type: AWS::ECS::TaskDefinition
                    Properties:
                      Family: !Ref Name
                      Tags: [{Key: team, Value: pay}, {Key: stage, Value: !Ref Stage}, !If [A, B, C]]
                      ContainerDefinitions: []
                """;

        assertThat(traits(text)).containsExactly(Traits.ofTask("", "", Map.of("team", "pay")));
    }

    @Test
    void ofPodsWithTheirOwnLabelsAndNotThoseOfWhatMakesThem() throws DefinitionException {
        String text = """
                apiVersion: v1
                kind: List
                items:
                - apiVersion: apps/v1
                  kind: Deployment
                  metadata: {name: web, namespace: shop, labels: {app: deployment}}
                  spec:
                    template:
                      metadata:
                        labels: &labels {app: web, tier: front}
                        annotations: {note: x}
                      spec: {containers: []}
                - apiVersion: v1
                  kind: Pod
                  metadata: {name: single, labels: {<<: *labels, app: single}}
                  spec: {containers: []}
                - apiVersion: batch/v1
                  kind: CronJob
                  metadata: {name: night}
                  spec: {jobTemplate: {spec: {template: {metadata: {labels: *labels}, spec: {containers: []}}}}}
                """;

        assertThat(traits(text))
                .containsExactly(
                        Traits.ofPod("shop", "web", Map.of("app", "web", "tier", "front"), Map.of("note", "x")),
                        Traits.ofPod("", "single", Map.of("app", "single", "tier", "front"), Map.of()),
                        Traits.ofPod("", "night", Map.of("app", "web", "tier", "front"), Map.of()));
    }

    @Test
    void ofWhatTellsNothing() throws DefinitionException {
        assertThat(traits("[{\"name\": \"a\", \"image\": \"b\"}]")).containsExactly(Traits.NONE);
        assertThat(traits("services: {web: {image: a}}")).containsExactly(Traits.NONE);
    }

    @Test
    void areTheSameWithTheSidecar() throws DefinitionException {
        for (byte[] definition : Corpus.files().stream().map(Corpus::bytes).toList()) {
            Outcome outcome = Corpus.INJECTOR.inject(definition, Corpus.NATIVE);
            if (outcome.state() != Outcome.State.UNREADABLE) {
                assertThat(traits(new String(outcome.output(), StandardCharsets.UTF_8)))
                        .isEqualTo(traits(new String(definition, StandardCharsets.UTF_8)));
            }
        }
    }
}
