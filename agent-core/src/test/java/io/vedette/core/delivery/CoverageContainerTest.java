package io.vedette.core.delivery;

import static io.vedette.core.delivery.CoverageBench.issue;
import static io.vedette.core.delivery.CoverageBench.state;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.container.CProgram;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.CrunTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each state of coverage, reached by real agents of real containers at a real endpoint, and the
/// events that a listener gets of it.
@Tag("container")
class CoverageContainerTest {

    private static final String PREFIX = "arn:aws:ecs:eu-west-1:111122223333:task/";

    @TempDir
    private static Path common;

    private static CoverageBench bench;

    @TempDir
    private Path directory;

    private final List<VedetteProcess> agents = new ArrayList<>();
    private CrunTask task;

    @BeforeAll
    static void start() throws Exception {
        Path policy = Files.writeString(common.resolve("policy.yaml"), """
                version: 1
                default: on
                rules:
                  - name: the laboratory
                    inject: off
                    match:
                      cluster: lab
                """);
        bench = new CoverageBench(
                common,
                "--policy=" + policy,
                "--injected-since=2026-01-01T00:00:00Z",
                "--coverage-grace=6s",
                "--coverage-silence=10s");
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @AfterEach
    void end() throws Exception {
        for (VedetteProcess agent : agents) {
            agent.kill();
        }
        if (task != null) {
            task.close();
        }
    }

    /// A task with a container that does a little, and its ARN.
    private String startTask() throws Exception {
        task = CrunTask.builder(directory)
                .file("/bin/flood", CProgram.compile("flood", directory))
                .container("web", "/bin/sh", "-c", "while :; do /bin/true; sleep 0.2; done")
                .start();
        return PREFIX + "prod/" + task.taskId();
    }

    private static String newArn(String cluster) {
        return PREFIX + cluster + "/" + UUID.randomUUID().toString().replace("-", "");
    }

    private VedetteProcess startNamedAgent(String... options) throws Exception {
        String document = """
                {"Cluster":"prod","TaskARN":"%sprod/%s","Family":"web","Revision":"7","ServiceName":"web","Containers":[
                 {"DockerId":"%s","Name":"web","Image":"example/web:1","ImageID":"sha256:ab","Labels":{}}]}""".formatted(PREFIX, task.taskId(), task.containerId("web"));
        List<String> all = new ArrayList<>(List.of(
                "run",
                "--endpoint=" + bench.address(),
                "--spool=" + directory.resolve("spool"),
                "--heartbeat=200ms",
                "--cpu-budget=0"));
        all.addAll(List.of(options));
        VedetteProcess agent = VedetteProcess.start(
                directory.resolve("agent-" + System.nanoTime() + ".log"),
                Map.of("ECS_CONTAINER_METADATA_URI_V4", bench.metadata(task.taskId(), document)),
                all.toArray(String[]::new));
        agents.add(agent);
        agent.awaitLog("ready tier=");
        return agent;
    }

    /// Tells of a task for which an agent reports already.
    private static void tellOfExpected(String arn) throws Exception {
        bench.await(arn, state("unexpected"));
        tell(arn, "RUNNING", SIDECAR);
    }

    /// Tells the endpoint of a task, as ECS describes it.
    ///
    /// @param more fields
    private static void tell(String arn, String lastStatus, String sidecar, String... more) throws IOException {
        String cluster = arn.split("/", -1)[1];
        String fields = more.length == 0 ? "" : "," + String.join(",", more);
        bench.tell("""
                {"tasks":[{"taskArn":"%s","clusterArn":"arn:aws:ecs:eu-west-1:111122223333:cluster/%s",
                 "group":"service:web","taskDefinitionArn":"arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7",
                 "lastStatus":"%s","launchType":"FARGATE","startedAt":"2026-11-01T00:00:00Z",
                 "containers":[{"name":"web","lastStatus":"RUNNING"}%s]%s}],"failures":[]}""".formatted(arn, cluster, lastStatus, sidecar.isEmpty() ? "" : "," + sidecar, fields));
    }

    private static final String SIDECAR = "{\"name\":\"vedette\",\"lastStatus\":\"RUNNING\"}";

    private static String ended(int exitCode, String reason) {
        return "{\"name\":\"vedette\",\"lastStatus\":\"STOPPED\",\"exitCode\":%d,\"reason\":\"%s\"}"
                .formatted(exitCode, reason);
    }

    @Test
    void healthyThenKilledThenExitedThenBackAndItsEndInOrder() throws Exception {
        String arn = startTask();
        VedetteProcess first = startNamedAgent();
        tellOfExpected(arn);
        JsonNode healthy = bench.await(arn, state("healthy"));
        assertThat(healthy.at("/agent/tiers/0").asText()).isEqualTo("ebpf");
        JsonNode told = bench.awaitEvent(arn, "Healthy", "");
        assertThat(told.path("detail-type").asText()).isEqualTo("Vedette Coverage Healthy");
        assertThat(told.path("account").asText()).isEqualTo("111122223333");

        first.kill();
        bench.await(arn, issue("AGENT_NOT_REPORTING", "silent"));
        bench.awaitEvent(arn, "Unhealthy", "AGENT_NOT_REPORTING");

        tell(arn, "RUNNING", ended(137, "OutOfMemoryError: Container killed due to memory usage"));
        JsonNode exited = bench.await(arn, issue("AGENT_EXITED", ""));
        assertThat(exited.at("/issues/0/message").asText()).contains("exit code 137, OutOfMemoryError");
        bench.awaitEvent(arn, "Unhealthy", "AGENT_EXITED");

        VedetteProcess second = startNamedAgent();
        bench.await(arn, state("healthy"));
        bench.awaitEvent(arn, "Healthy", "");

        int exitCode = second.stop();
        tell(arn, "STOPPED", ended(exitCode, ""), "\"stoppedReason\":\"Essential container in task exited\"");
        JsonNode over = bench.await(
                arn,
                task -> task.path("phase").asText().equals("stopped")
                        && task.path("notes").toString().contains("Essential container"));
        assertThat(over.path("state").asText()).isEqualTo("healthy");
    }

    @Test
    void stoppedForAWhileAndBack() throws Exception {
        String arn = startTask();
        VedetteProcess agent = startNamedAgent();
        tellOfExpected(arn);
        bench.await(arn, state("healthy"));

        agent.signal("STOP");
        bench.await(arn, issue("AGENT_NOT_REPORTING", "silent"));
        agent.signal("CONT");
        bench.await(arn, state("healthy"));
        bench.awaitEvent(arn, "Healthy", "");
    }

    @Test
    void neverHeardOf() throws Exception {
        String arn = newArn("prod");
        tell(arn, "RUNNING", SIDECAR);

        bench.await(arn, issue("AGENT_NOT_REPORTING", "never"));
        bench.awaitEvent(arn, "Unhealthy", "AGENT_NOT_REPORTING");
    }

    @Test
    void anImageThatCantBePulled() throws Exception {
        String arn = newArn("prod");
        tell(
                arn,
                "RUNNING",
                "{\"name\":\"vedette\",\"lastStatus\":\"STOPPED\",\"reason\":\"CannotPullContainerError: denied\"}");

        JsonNode exited = bench.await(arn, issue("AGENT_EXITED", ""));
        assertThat(exited.at("/issues/0/message").asText()).contains("CannotPullContainerError: denied");
    }

    @Test
    void notProvisionedAndBeforeInjectionAndExcluded() throws Exception {
        String unknown = newArn("prod");
        String before = newArn("prod");
        String windows = newArn("prod");
        String excluded = newArn("lab");
        tell(unknown, "RUNNING", "");
        tell(before, "RUNNING", "", "\"startedAt\":\"2025-12-31T23:59:59Z\"");
        tell(windows, "RUNNING", "", "\"platformFamily\":\"Windows Server 2022 Core\"");
        tell(excluded, "RUNNING", "");

        bench.await(unknown, issue("AGENT_NOT_PROVISIONED", "unknown"));
        bench.await(before, issue("AGENT_NOT_PROVISIONED", "before-injection"));
        bench.await(windows, issue("AGENT_NOT_PROVISIONED", "windows"));
        JsonNode off = bench.await(excluded, state("excluded"));
        assertThat(off.at("/notes/0").asText()).contains("the laboratory");
        bench.awaitEvent(unknown, "Unhealthy", "AGENT_NOT_PROVISIONED");
        bench.awaitEvent(excluded, "Excluded", "");
    }

    @Test
    void withoutRightsItIsDegraded() throws Exception {
        String arn = newArn("prod");
        String host = "ip-10-0-0-80.eu-west-1.compute.internal";
        startAgentOn(host, "setpriv", "--bounding-set=-all");
        tell(
                arn,
                "RUNNING",
                SIDECAR,
                "\"attachments\":[{\"details\":[{\"name\":\"privateDnsName\",\"value\":\"%s\"}]}]".formatted(host));

        JsonNode degraded = bench.await(arn, issue("NOTHING_WATCHED", "").or(issue("DEGRADED_TIER", "")));
        assertThat(degraded.at("/agent/tiers").toString()).doesNotContain("ebpf");
        bench.awaitEvent(arn, "Unhealthy", degraded.at("/issues/0/code").asText());
    }

    /// An agent that has no metadata to ask, on a host of that name; returns once the endpoint
    /// knows it.
    private void startAgentOn(String host, String... by) throws Exception {
        List<String> prefix =
                new ArrayList<>(List.of("unshare", "--uts", "sh", "-c", "hostname " + host + " && exec \"$@\"", "sh"));
        prefix.addAll(List.of(by));
        agents.add(VedetteProcess.startBy(
                prefix,
                directory.resolve("agent.log"),
                "run",
                "--endpoint=" + bench.address(),
                "--spool=" + directory.resolve("spool"),
                "--heartbeat=200ms",
                "--cpu-budget=0"));
        bench.await("host:" + host, state("unexpected"));
    }

    @Test
    void whatIsDroppedIsToldAndPasses() throws Exception {
        String arn = startTask();
        startNamedAgent("--kernel-ring=64KiB", "--container-ring=256KiB");
        tellOfExpected(arn);
        bench.await(arn, state("healthy"));

        Path out = Files.createDirectory(directory.resolve("out"));
        task.launch(
                ContainerSpec.of("flood", "/bin/flood", "/tmp", "/out/flood").bind(out, "/out"));
        JsonNode dropping = bench.await(arn, issue("DROPPING", ""));
        task.signal("flood", "TERM");
        assertThat(task.await("flood")).isZero();
        bench.awaitEvent(arn, "Unhealthy", "DROPPING");
        assertThat(dropping.at("/issues/0/message").asText()).contains("dropped");

        bench.await(arn, state("healthy"));
        bench.awaitEvent(arn, "Healthy", "");
    }

    @Test
    void withoutMetadataItsEventsBelongToNobody() throws Exception {
        String arn = startTask();
        startAgentOn("ip-10-0-0-81.eu-west-1.compute.internal");
        tell(arn, "RUNNING", SIDECAR);

        JsonNode unattributed = bench.await(arn, issue("UNATTRIBUTED", ""));
        assertThat(unattributed.path("agent").isObject()).isTrue();
        bench.awaitEvent(arn, "Unhealthy", "UNATTRIBUTED");
    }

    @Test
    void anAgentThatNobodyExpectsIsListed() throws Exception {
        String arn = startTask();
        startNamedAgent();

        assertThat(bench.await(arn, state("unexpected")).path("name").asText()).isEqualTo(task.taskId());
        tellOfExpected(arn);
        bench.await(arn, state("healthy"));
    }

    @Test
    void aNewStartOfTheEndpointIsNoAlarm() throws Exception {
        String arn = startTask();
        String missing = newArn("prod");
        startNamedAgent();
        tellOfExpected(arn);
        tell(missing, "RUNNING", SIDECAR);
        bench.awaitEvent(arn, "Healthy", "");
        bench.awaitEvent(missing, "Unhealthy", "AGENT_NOT_REPORTING");

        assertThat(bench.endpoint().stop()).isZero();
        bench.startEndpoint();

        assertThat(bench.task(missing).path("state").asText()).isEqualTo("unhealthy");
        JsonNode again = bench.await(
                arn,
                task -> task.at("/agent/instance").isTextual()
                        && state("healthy").test(task));
        assertThat(again.at("/agent/tiers/0").asText()).isEqualTo("ebpf");
        assertThat(bench.codes(arn)).doesNotContain("AGENT_NOT_REPORTING");
        assertThat(bench.codes(missing)).containsExactly("AGENT_NOT_REPORTING");
    }
}
