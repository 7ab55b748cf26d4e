package io.vedette.core.inject.kubernetes;

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

/// What a pod gets and why it gets nothing, setting by setting.
final class PodTest {

    private static final Sidecar SIDECAR = new Sidecar("vedette", "v:1", "https://e", "64MiB", Map.of(), false);

    private static Outcome inject(String spec) {
        String manifest = "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: n}\nspec:\n" + spec.indent(2);
        return new Injector(Optional.empty()).inject(manifest.getBytes(StandardCharsets.UTF_8), SIDECAR);
    }

    private static String text(Outcome outcome) {
        return new String(outcome.output(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "os: {name: windows} | runs on Windows",
                "nodeSelector: {kubernetes.io/os: windows} | runs on Windows",
                "shareProcessNamespace: false | shareProcessNamespace is false",
                "restartPolicy: Never | --native-sidecar",
                "restartPolicy: OnFailure | --native-sidecar",
                "volumes: [{name: vedette-spool}] | was not injected",
                "initContainers: [{name: vedette}] | container named vedette",
            })
    void isLeftAsItIsForAReason(String setting, String reason) {
        Outcome outcome = inject(setting + "\ncontainers:\n- name: a\n");

        assertThat(outcome.state()).isEqualTo(Outcome.State.LEFT);
        assertThat(outcome.sentences())
                .singleElement()
                .asString()
                .startsWith("Pod n/p is left")
                .contains(reason);
        assertThat(text(outcome)).doesNotContain("VEDETTE");
    }

    @Test
    void whatSharesProcessesAlreadyIsNotToldToAgain() {
        assertThat(text(inject("hostPID: true\ncontainers:\n- name: a\n"))).doesNotContain("shareProcessNamespace");
        assertThat(text(inject("shareProcessNamespace: true\ncontainers:\n- name: a\n")))
                .containsOnlyOnce("shareProcessNamespace: true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{limits: {cpu: 1, memory: 1Gi}} | true",
                "{limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 1, memory: 1Gi}} | true",
                "{limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 500m}} | false",
                "{limits: {memory: 1Gi}} | false",
                "{} | false",
            })
    void staysGuaranteedWhenItWas(String resources, boolean isGuaranteed) {
        String result = text(inject("containers:\n- name: a\n  resources: " + resources + "\n"));

        assertThat(result.contains("cpu: 100m")).isEqualTo(isGuaranteed);
        assertThat(result.contains("cpu: 10m")).isEqualTo(!isGuaranteed);
    }
}
