package io.vedette.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.SharedNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Containers that come and go, a few at a time. `-Dchaos.containers=1000` makes it a thousand.
final class Churn {

    static final int CONTAINERS = Integer.getInteger("chaos.containers", 60);

    private static final int AT_A_TIME = 4;
    private static final int ROUNDS = 2;

    /// So many that the agent is to forget some; it does a minute or so after they ended, sooner if there is no room.
    private static final int MANY = 500;

    private static final int AT_LEAST_KNOWN = 60;

    /// Of the shortest ones a tracer may miss some, on a busy machine.
    private static final int UNSEEN_PERCENT = 10;

    private static final int FORGET_SECONDS = 90;

    private Churn() {}

    static void startAndStop(Scene scene) throws Exception {
        for (int first = 0; first < CONTAINERS; first += AT_A_TIME) {
            List<String> names = new ArrayList<>();
            for (int i = first; i < Math.min(CONTAINERS, first + AT_A_TIME); i++) {
                names.add("short-" + i);
                scene.task()
                        .begin(ContainerSpec.of("short-" + i, "/bin/chaos", "job", "short-" + i, "" + ROUNDS)
                                .sharing(SharedNamespace.values()));
            }
            for (String name : names) {
                assertThat(scene.task().await(name)).as(scene.task().log(name)).isZero();
            }
        }
    }

    /// Waits until the agent may have forgotten them.
    static void settle() throws InterruptedException {
        if (CONTAINERS >= MANY) {
            Thread.sleep(FORGET_SECONDS * 1000L);
        }
    }

    /// All of them are told, exactly, each as a container of its own; and many are not kept.
    static void check(Scene scene, Ledger ledger) throws Exception {
        for (int i = 0; i < CONTAINERS; i++) {
            String name = "short-" + i;
            ledger.checkJob(scene.task().containerId(name), scene.task().log(name), true);
        }
        long unseen = unseen(scene, ledger);
        assertThat(unseen)
                .as("containers of which nothing was told")
                .isLessThanOrEqualTo(
                        scene.row().watching() == Watching.EBPF ? 0 : (long) CONTAINERS * UNSEEN_PERCENT / 100);
        List<JsonNode> reports = ledger.told("health");
        long most = reports.stream()
                .mapToLong(report -> report.path("containers").asLong())
                .max()
                .orElseThrow();
        assertThat(most)
                .as("containers that were known at a time")
                .isGreaterThanOrEqualTo(Math.min(CONTAINERS, AT_LEAST_KNOWN) - unseen);
        if (CONTAINERS >= MANY) {
            assertThat(reports.getLast().path("containers").asLong()).isLessThan(CONTAINERS / 2);
        }
    }

    private static long unseen(Scene scene, Ledger ledger) {
        return IntStream.range(0, CONTAINERS)
                .mapToObj(i -> scene.task().containerId("short-" + i))
                .filter(id -> ledger.told("exec", id).isEmpty())
                .count();
    }
}
