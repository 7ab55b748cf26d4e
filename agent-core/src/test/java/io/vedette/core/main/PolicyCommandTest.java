package io.vedette.core.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyCommandTest {

    private static final Path POLICIES = Path.of("src/test/resources/io/vedette/core/policy");
    private static final Path DEFINITIONS = Path.of("src/test/resources/io/vedette/core/inject/corpus");
    private static final String ORGANISATION =
            POLICIES.resolve("organisation.yaml").toString();

    @TempDir
    private Path directory = Path.of("");

    private static CommandRun explain(String line) {
        String options = line.replace("ORGANISATION", ORGANISATION)
                .replace("ACCOUNT_POLICY", POLICIES.resolve("account.json").toString())
                .replace("IN/", DEFINITIONS + "/");
        return CommandRun.of(("policy explain " + options).split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "nothing-known, IN/terraform-containers.json --policy ORGANISATION",
        "job-by-its-family, IN/ecs-one-off-job.json --policy ORGANISATION",
        "job-by-its-family-json, IN/ecs-one-off-job.json --policy ORGANISATION --json",
        "tag-before-family, IN/ecs-one-off-job.json --policy ORGANISATION --tag team=payments --cluster batch",
        "region-before-account, IN/terraform-containers.json --policy ORGANISATION --cluster "
                + "arn:aws:ecs:eu-west-1:444455556666:cluster/main --ou o-1/r-1/ou-abcd-sandbox1",
        "described, IN/ecs-described.json --policy ORGANISATION",
        "cluster-tag, IN/terraform-containers.json --policy ORGANISATION --cluster-tag GuardDutyManaged=false",
        "odd-tag, IN/terraform-containers.json --policy ORGANISATION --tag VedetteManaged=off",
        "two-tasks, IN/cfn-two-tasks.yaml --policy ACCOUNT_POLICY --cluster prod",
        "pods, IN/kubernetes-list.yaml --policy ORGANISATION --namespace kube-system",
        "tie, IN/terraform-containers.json --policy ACCOUNT_POLICY --family web-old --cluster test",
    })
    void explainsAsRecorded(String name, String line) throws IOException {
        CommandRun run = explain(line);

        Path golden = POLICIES.resolve("explained").resolve(name + ".txt");
        if (Boolean.getBoolean("golden.regenerate")) {
            Files.writeString(golden, run.out());
        }
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .as("if it should be so: ./mvnw -pl agent-core -am test -Dtest=PolicyCommandTest "
                        + "-Dsurefire.failIfNoSpecifiedTests=false -Dtests.jvmArgs=-Dgolden.regenerate=true")
                .isEqualTo(Files.readString(golden));
    }

    @Test
    void explainsToProgramsATaskALine() throws IOException {
        CommandRun run = explain("IN/kubernetes-list.yaml --policy ORGANISATION --json");

        assertThat(run.out().lines()).hasSizeGreaterThan(1).allSatisfy(line -> {
            try (JsonParser json = new JsonFactory().createParser(line)) {
                while (json.nextToken() != null) {
                    assertThat(json.currentToken()).isNotNull();
                }
            }
        });
    }

    @Test
    void whatCannotBeReadIsOneLineWithItsPlaceAndCode1() throws IOException {
        Path policy = Files.writeString(directory.resolve("p.yaml"), "version: 1\ndefault: maybe\n");

        CommandRun bad = explain("IN/ecs-described.json --policy " + policy);
        CommandRun missing = explain("IN/ecs-described.json --policy " + directory.resolve("none"));
        CommandRun noDefinition = explain(ORGANISATION + " --policy ORGANISATION");
        CommandRun noTasks = explain("IN/cfn-no-tasks.yaml --policy ORGANISATION");

        assertThat(bad.err()).isEqualTo("vedette: " + policy + ": line 2, column 10: default has to be on or off\n");
        assertThat(missing.err()).contains("can't be read: no such file").hasLineCount(1);
        assertThat(noDefinition.err())
                .contains("organisation.yaml: it is no definition")
                .hasLineCount(1);
        assertThat(noTasks.err())
                .contains("cfn-no-tasks.yaml: nothing in it runs containers")
                .hasLineCount(1);
        assertThat(new int[] {bad.exitCode(), missing.exitCode(), noDefinition.exitCode(), noTasks.exitCode()})
                .containsOnly(1);
        assertThat(bad.out() + missing.out() + noDefinition.out() + noTasks.out())
                .isEmpty();
    }

    @Test
    void checkSaysWhatIsInItAndWhichRulesHaveNoEffect() {
        String account = POLICIES.resolve("account.json").toString();

        CommandRun good = CommandRun.of("policy", "check", ORGANISATION);
        CommandRun noted = CommandRun.of("policy", "check", account);

        assertThat(good.exitCode()).isZero();
        assertThat(good.out()).isEqualTo(ORGANISATION + ": 9 rules, default on\n");
        assertThat(noted.exitCode()).isZero();
        assertThat(noted.out())
                .isEqualTo(account + ": 3 rules, default off\n" + account
                        + ": note: rule \"never decides\" has no effect: rule \"not web-old\" matches wherever it does, "
                        + "is as specific, and says off\n");
    }

    @Test
    void checkRefusesWhatCannotBeUsed() throws IOException {
        Path policy = Files.writeString(directory.resolve("p.yaml"), "version: 1\n");

        CommandRun run = CommandRun.of("policy", "check", policy.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("p.yaml: line 1, column 1: a policy needs default")
                .hasLineCount(1);
    }
}
