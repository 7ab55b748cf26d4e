package io.vedette.core.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `vedette inject --policy`.
final class InjectByPolicyTest {

    private static final String POLICY = """
            version: 1
            default: on
            rules:
            - {name: no jobs, inject: off, match: {workload: "*-job"}}
            - {name: no test, inject: off, match: {cluster: test}}
            """;
    private static final String TWO = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              containers:
              - {name: web, image: "web:1"}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: night-job, annotations: {note: x}}
            spec:
              containers:
              - {name: job, image: "job:1"}
            """;

    @TempDir
    private Path directory = Path.of("");

    private Path policy = Path.of("");
    private Path definition = Path.of("");

    @BeforeEach
    void write() throws IOException {
        policy = Files.writeString(directory.resolve("policy.yaml"), POLICY);
        definition = Files.writeString(directory.resolve("pods.yaml"), TWO);
    }

    private CommandRun inject(String... more) {
        String[] all = new String[more.length + 3];
        System.arraycopy(new String[] {"inject", definition.toString(), "--policy=" + policy}, 0, all, 0, 3);
        System.arraycopy(more, 0, all, 3, more.length);
        return CommandRun.of(all);
    }

    @Test
    void whereThePolicySaysOffTheDefinitionStaysAsItIs() {
        CommandRun run = inject("--cluster", "test");

        assertThat(run.exitCode()).isEqualTo(8);
        assertThat(run.out()).isEqualTo(TWO);
        assertThat(run.err().lines())
                .hasSize(2)
                .first()
                .asString()
                .endsWith("Pod web is left as it is: by the policy " + policy
                        + ", rule \"no test\" says off: cluster is \"test\"");
    }

    @Test
    void eachTaskIsAskedForItself() {
        CommandRun run = inject();

        int second = TWO.indexOf("---");
        assertThat(run.exitCode()).isEqualTo(8);
        assertThat(run.err().lines())
                .filteredOn(line -> line.contains("left as it is"))
                .singleElement()
                .asString()
                .contains("Pod night-job", "rule \"no jobs\"");
        assertThat(run.out()).startsWith(TWO.substring(0, second - 1)).endsWith(TWO.substring(second));
        assertThat(run.out().split("VEDETTE_INJECTED", -1)).hasSize(2);
    }

    @Test
    void whatHadTheSidecarAndIsOffKeepsItWhileAnotherOneIsRenewed() throws IOException {
        String both =
                CommandRun.of("inject", definition.toString(), "--image=old:1").out();
        Files.writeString(definition, both);

        CommandRun run = inject("--image=new:2");

        String old = both.substring(both.indexOf("---"));
        assertThat(run.exitCode()).isEqualTo(8);
        assertThat(run.out()).endsWith(old);
        assertThat(run.out()).contains("image: new:2");
        assertThat(both).contains("image: old:1");
    }

    @Test
    void takingOutAsksNoPolicy() throws IOException {
        String injected = CommandRun.of("inject", definition.toString()).out();
        Files.writeString(definition, injected);

        CommandRun run = inject("--remove", "--cluster=test");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(TWO);
    }

    @Test
    void aPolicyThatCannotBeReadLeavesEverythingAsItIs() throws IOException {
        Files.writeString(policy, "version: 1\ndefault: sometimes\n");

        CommandRun bad = inject();
        Files.delete(policy);
        CommandRun missing = inject();

        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.out()).isEqualTo(TWO);
        assertThat(bad.err())
                .contains("policy.yaml: line 2, column 10: default has to be on or off; it is left as it is")
                .hasLineCount(1);
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.out()).isEqualTo(TWO);
        assertThat(missing.err()).contains("can't be read: no such file").hasLineCount(1);
    }

    @Test
    void policyAndFactsCanComeFromTheEnvironment() {
        CommandRun run = CommandRun.of(
                Map.of("VEDETTE_POLICY", policy.toString(), "VEDETTE_CLUSTER", "test"),
                "inject",
                definition.toString());

        assertThat(run.exitCode()).isEqualTo(8);
        assertThat(run.out()).isEqualTo(TWO);
    }
}
