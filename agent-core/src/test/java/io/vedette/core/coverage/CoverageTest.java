package io.vedette.core.coverage;

import static io.vedette.core.coverage.Scene.ARN;
import static io.vedette.core.coverage.Scene.GRACE;
import static io.vedette.core.coverage.Scene.SILENCE;
import static io.vedette.core.coverage.Scene.containers;
import static io.vedette.core.coverage.Scene.ended;
import static io.vedette.core.coverage.Scene.running;
import static io.vedette.core.coverage.Scene.task;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CoverageTest {

    private static final String BOTH = containers(running("web"), running("vedette"));
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Scene scene = new Scene();

    @Test
    void aTaskWhoseAgentReportsIsHealthy() {
        scene.tasks(task(ARN, BOTH));
        assertThat(scene.of(ARN)).isEqualTo("starting");

        scene.beat("a");

        assertThat(scene.of(ARN)).isEqualTo("healthy");
    }

    @Test
    void noAgentIsMissedWithinTheGraceAndThenItIs() {
        scene.tasks(task(ARN, BOTH));

        scene.after(GRACE);
        assertThat(scene.of(ARN)).isEqualTo("starting");

        scene.after(SECOND);
        assertThat(scene.of(ARN)).isEqualTo("unhealthy AGENT_NOT_REPORTING never");
    }

    @Test
    void anAgentThatFallsSilentIsMissedAndItsReturnIsSeen() {
        scene.tasks(task(ARN, BOTH));
        scene.beat("a");
        assertThat(scene.of(ARN)).isEqualTo("healthy");

        scene.after(SILENCE);
        assertThat(scene.of(ARN)).isEqualTo("healthy");
        scene.after(SECOND);
        assertThat(scene.of(ARN)).isEqualTo("unhealthy AGENT_NOT_REPORTING silent");
        assertThat(scene.sentence()).contains("for 61 s");

        scene.beat("another start of it");
        assertThat(scene.of(ARN)).isEqualTo("healthy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",\"exitCode\":137,\"reason\":\"OutOfMemoryError: killed\" | exit code 137, OutOfMemoryError: killed",
                ",\"exitCode\":7                                         | exit code 7",
                ",\"exitCode\":0                                         | exit code 0",
                ",\"reason\":\"CannotPullContainerError: no\"            | it never ran, CannotPullContainerError: no",
            })
    void anAgentThatEndsWhileItsTaskRunsHasExited(String end, String said) {
        scene.beat("a");
        scene.after(SECOND);
        scene.tasks(task(ARN, containers(running("web"), ended("vedette", end))));

        assertThat(scene.of(ARN)).isEqualTo("unhealthy AGENT_EXITED");
        assertThat(scene.sentence()).contains(said).contains("while its task goes on");

        scene.after(SECOND);
        scene.beat("its next start");
        assertThat(scene.of(ARN)).isEqualTo("healthy");
    }

    @Test
    void anAgentThatEndsInOrderWithItsTaskIsHealthy() {
        scene.tasks(task(ARN, BOTH));
        scene.beat("a");
        scene.after(SECOND);
        scene.tasks(stopped(ended("vedette", ",\"exitCode\":0")));
        assertThat(scene.of(ARN)).isEqualTo("healthy");

        scene.after(GRACE.multipliedBy(3));
        assertThat(scene.of(ARN)).isEqualTo("healthy");
    }

    @Test
    void anAgentThatWasKilledAtTheEndOfItsTaskHasExited() {
        scene.beat("a");
        scene.tasks(stopped(ended("vedette", ",\"exitCode\":137")));

        assertThat(scene.of(ARN)).isEqualTo("unhealthy AGENT_EXITED");
        assertThat(scene.sentence()).doesNotContain("goes on");
    }

    @Test
    void whatEndedBeforeAnybodyLookedIsNotMissed() {
        scene.tasks(task(
                ARN,
                "\"lastStatus\":\"STOPPED\"",
                "\"stoppedAt\":\"2026-11-29T11:59:30Z\"",
                containers(ended("web", ",\"exitCode\":0"))));
        scene.after(GRACE.plus(SECOND));

        assertThat(scene.of(ARN)).isEqualTo("healthy");
    }

    private static String stopped(String sidecar) {
        return task(
                ARN,
                "\"lastStatus\":\"STOPPED\"",
                "\"stoppedAt\":\"2026-11-29T12:00:01Z\"",
                "\"stoppedReason\":\"Essential container in task exited\"",
                containers(ended("web", ",\"exitCode\":1"), sidecar));
    }

    @Test
    void tasksThatEndedAreForgottenInTime() {
        scene.tasks(stopped(ended("vedette", ",\"exitCode\":0")));
        assertThat(scene.rows()).hasSize(1);

        scene.after(Duration.ofMinutes(61));
        assertThat(scene.rows()).isEmpty();

        scene.tasks(stopped(ended("vedette", ",\"exitCode\":0")));
        assertThat(scene.rows()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NOTHING_WATCHED, NOTHING_WATCHED",
        "NOT_ACKNOWLEDGING, NOT_ACKNOWLEDGING",
        "DROPPING, DROPPING",
        "DISCARDING, DISCARDING",
        "STUCK_CYCLE, STUCK",
        "HOOKS_MISSING, DEGRADED_TIER",
        "NAMES_MISSING, UNATTRIBUTED",
        "SHEDDING, SHEDDING",
    })
    void whatTheAgentSaysIsWrongIsWrong(String said, String code) {
        scene.tasks(task(ARN, BOTH));
        scene.beat("a", said);
        assertThat(scene.of(ARN)).isEqualTo("unhealthy " + code);
        assertThat(scene.sentence()).startsWith("it says " + said);

        scene.beat("a");
        assertThat(scene.of(ARN)).isEqualTo("healthy");
    }

    @Test
    void whatCostsNoEventIsANote() {
        scene.tasks(task(ARN, BOTH));
        scene.beat("a", "MEMORY_ONLY", "PART_MISSING");

        assertThat(scene.of(ARN)).isEqualTo("healthy");
        assertThat(scene.row(ARN).notes()).containsExactly("it says MEMORY_ONLY", "it says PART_MISSING");
    }

    @Test
    void anAgentWithoutEbpfIsDegraded() {
        scene.tasks(task(ARN, BOTH));
        scene.coverage.saw(scene.sighting("a", List.of(Scene.mention(ARN)), Scene.beat(List.of("procfs", "packet"))));

        assertThat(scene.of(ARN)).isEqualTo("unhealthy DEGRADED_TIER");
        assertThat(scene.sentence()).contains("procfs, packet");
    }

    @Test
    void lossesCountForAWhile() {
        scene.tasks(task(ARN, BOTH));
        scene.beat("a");
        scene.coverage.saw(new Sighting("a", scene.now, scene.now, "1.0", "h", List.of(), Optional.empty(), 3, 0));
        assertThat(scene.of(ARN)).isEqualTo("unhealthy DROPPING");
        scene.coverage.saw(new Sighting("a", scene.now, scene.now, "1.0", "h", List.of(), Optional.empty(), 0, 4));
        assertThat(scene.of(ARN)).isEqualTo("unhealthy DISCARDING");

        scene.after(SILENCE);
        scene.beat("a");
        assertThat(scene.of(ARN)).isEqualTo("healthy");
    }

    @Test
    void batchesWithoutHeartbeatAndOldOnesAreStale() {
        scene.tasks(task(ARN, BOTH));
        scene.beat("a");
        scene.after(SILENCE.multipliedBy(2).plus(SECOND));
        scene.coverage.saw(new Sighting("a", scene.now, scene.now, "1.0", "h", List.of(), Optional.empty(), 0, 0));
        assertThat(scene.of(ARN)).isEqualTo("unhealthy STALE_HEARTBEAT");

        scene.beat("a");
        assertThat(scene.of(ARN)).isEqualTo("healthy");

        scene.coverage.saw(new Sighting(
                "a", scene.now, scene.now.minusSeconds(500), "1.0", "h", List.of(), Optional.empty(), 0, 0));
        assertThat(scene.of(ARN)).isEqualTo("unhealthy STALE_HEARTBEAT");
        assertThat(scene.sentence()).contains("500 s old");
    }

    @Test
    void anAgentThatIsKnownByItsCgroupAloneDoesNotAttribute() {
        scene.tasks(task(ARN, BOTH));
        Mention byCgroup =
                new Mention("ecs:0123456789abcdef0123456789abcdef", false, Platform.ECS, Place.UNKNOWN, "", "");
        scene.coverage.saw(scene.sighting("a", List.of(byCgroup), Scene.beat(List.of("ebpf"))));
        assertThat(scene.of(ARN)).isEqualTo("unhealthy UNATTRIBUTED");

        scene.beat("a");
        assertThat(scene.of(ARN)).isEqualTo("healthy");
    }

    @Test
    void anAgentIsFoundByTheNameOfItsTasksInterface() {
        scene.tasks(task(
                ARN,
                BOTH,
                "\"attachments\":[{\"type\":\"ElasticNetworkInterface\",\"details\":[{\"name\":\"privateDnsName\","
                        + "\"value\":\"HOST-OF-a\"}]}]"));
        scene.coverage.saw(scene.sighting("a", List.of(), Scene.beat(List.of("ebpf"))));

        assertThat(scene.of(ARN)).isEqualTo("unhealthy UNATTRIBUTED");
        assertThat(scene.rows()).hasSize(1);
    }

    @Test
    void theMostImportantIssueComesFirstAndEachHasItsTime() {
        scene.tasks(task(ARN, BOTH));
        scene.beat("a", "SHEDDING");
        scene.look();
        scene.after(SECOND);
        scene.beat("a", "SHEDDING", "DROPPING");

        Row row = scene.row(ARN);
        assertThat(row.issues())
                .extracting(found -> found.issue().code())
                .containsExactly(Code.DROPPING, Code.SHEDDING);
        assertThat(row.issues().getFirst().since()).isEqualTo(scene.now);
        assertThat(row.issues().getLast().since()).isEqualTo(Scene.START);
        assertThat(row.since()).isEqualTo(Scene.START);
    }

    @Test
    void agentsThatNobodyExpectsAreListed() {
        scene.beat("a");
        scene.coverage.saw(scene.sighting("b", List.of(), Scene.beat(List.of("ebpf"))));

        assertThat(scene.of(ARN)).isEqualTo("unexpected");
        assertThat(scene.row(ARN).place()).isEqualTo(new Place("111122223333", "eu-west-1", "prod", "web"));
        assertThat(scene.of("host:host-of-b")).isEqualTo("unexpected");

        scene.say("{\"hosts\":[{\"name\":\"HOST-of-b\",\"cluster\":\"metal\"}]}");
        assertThat(scene.of("host:host-of-b")).isEqualTo("healthy");

        scene.after(SILENCE.plus(SECOND));
        assertThat(scene.rows()).hasSize(1);
    }

    @Test
    void ofTwoAgentsTheOneThatReportsCounts() {
        scene.tasks(task(ARN, BOTH));
        scene.beat("old");
        scene.after(SECOND);
        scene.beat("new", "DROPPING");
        assertThat(scene.of(ARN)).isEqualTo("unhealthy DROPPING");

        scene.after(SILENCE);
        scene.beat("old");
        scene.after(SECOND);
        assertThat(scene.of(ARN)).isEqualTo("healthy");
    }

    @Test
    void excludedTasksAreNeitherHealthyNorNot() {
        Scene excluding = new Scene(
                (task, clusterTags) ->
                        clusterTags.containsKey("off") ? Optional.of("by its cluster") : Optional.empty(),
                100,
                Optional.empty());
        excluding.tasks(task(ARN, containers(running("web"))));
        excluding.say("{\"clusters\":[{\"clusterArn\":\"arn:aws:ecs:eu-west-1:111122223333:cluster/prod\","
                + "\"tags\":[{\"key\":\"off\",\"value\":\"\"}]}]}");
        excluding.after(GRACE.plus(SECOND));
        assertThat(excluding.of(ARN)).isEqualTo("excluded");
        assertThat(excluding.row(ARN).notes()).containsExactly("by its cluster");

        excluding.beat("a");
        assertThat(excluding.row(ARN).notes().getFirst()).contains("reports for it all the same");
    }

    @Test
    void changesAreToldOnceWithWhatWasBefore() {
        scene.tasks(task(ARN, BOTH));
        assertThat(scene.look()).isEmpty();
        scene.beat("a");
        assertThat(scene.look()).singleElement().satisfies(change -> {
            assertThat(change.previous()).isEmpty();
            assertThat(change.row().state()).isEqualTo(State.HEALTHY);
        });
        assertThat(scene.look()).isEmpty();

        scene.after(SILENCE.plus(SECOND));
        assertThat(scene.look()).singleElement().satisfies(change -> {
            assertThat(change.previous()).contains(State.HEALTHY);
            assertThat(change.row().state()).isEqualTo(State.UNHEALTHY);
        });
        scene.after(SECOND);
        assertThat(scene.look()).isEmpty();

        scene.beat("a", "DROPPING");
        assertThat(scene.look()).singleElement().satisfies(change -> {
            assertThat(change.previous()).contains(State.UNHEALTHY);
            assertThat(change.row().issues().getFirst().issue().code()).isEqualTo(Code.DROPPING);
        });
    }

    @Test
    void oldNewsOfATaskIsLeft() {
        scene.tasks(task(ARN, BOTH, "\"version\":5"));
        scene.tasks(task(ARN, containers(running("web")), "\"version\":4"));
        scene.after(GRACE.plus(SECOND));

        assertThat(scene.of(ARN)).isEqualTo("unhealthy AGENT_NOT_REPORTING never");
    }

    @Test
    void whatASourceNoLongerSaysIsGone() throws Exception {
        Statement both = Documents.read(
                ("{\"tasks\":[" + task(ARN, BOTH) + "," + task(ARN + "2", BOTH) + "]}").getBytes(UTF_8), Place.UNKNOWN);
        Statement one = Documents.read(("{\"tasks\":[" + task(ARN, BOTH) + "]}").getBytes(UTF_8), Place.UNKNOWN);
        scene.coverage.state(both, "file", true, scene.now);
        scene.beat("a");

        scene.coverage.state(one, "file", true, scene.now);
        assertThat(scene.row(ARN + "2").phase()).contains(Task.Phase.STOPPED);
        assertThat(scene.row(ARN).phase()).contains(Task.Phase.RUNNING);
        scene.after(Duration.ofMinutes(61));
        assertThat(scene.rows()).extracting(Row::id).containsExactly(ARN);
    }

    @Test
    void whatHasNoRoomIsCountedAndTasksThatEndedGoFirst() {
        Scene small = new Scene(Exclusions.NONE, 2, Optional.empty());
        small.tasks(stopped(ended("vedette", ",\"exitCode\":0")), task(ARN + "2", BOTH), task(ARN + "3", BOTH));
        assertThat(small.rows()).extracting(Row::id).containsExactly(ARN + "2", ARN + "3");

        small.tasks(task(ARN + "4", BOTH));
        assertThat(small.rows()).extracting(Row::id).containsExactly(ARN + "2", ARN + "3");
        small.beat("a");
        small.beat("b");
        small.beat("c");
        assertThat(small.coverage
                        .report(Filter.ALL, new Lost(0, 0, 5, 6), small.now)
                        .lost())
                .isEqualTo(new Lost(2, 1, 5, 6));
    }
}
