package io.vedette.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.SharedNamespace;
import java.util.concurrent.ThreadLocalRandom;

/// Another app in the task that does as much of something as it can, while the app is asked and the one-off
/// app runs.
final class Neighbour {

    static final int FLOOD_SECONDS = Integer.getInteger("chaos.flood.seconds", 5);
    static final int BOMB_SECONDS = Integer.getInteger("chaos.bomb.seconds", 2);

    private static final String FLOOD = "flood";
    private static final String BOMB = "bomb";

    /// Processes of its own user, at a time.
    private static final long BOMB_PROCESSES = 200;

    private Neighbour() {}

    static void flood(Scene scene) throws Exception {
        scene.task().launch(app(FLOOD, FLOOD_SECONDS));
    }

    static void bomb(Scene scene) throws Exception {
        int user = ThreadLocalRandom.current().nextInt(100_000, 1_000_000_000);
        scene.task()
                .launch(app(BOMB, BOMB_SECONDS).uid(user).confined(all -> all.limit("RLIMIT_NPROC", BOMB_PROCESSES)));
    }

    private static ContainerSpec app(String name, int seconds) {
        return ContainerSpec.of(name, "/bin/chaos", name, name, "" + seconds).sharing(SharedNamespace.values());
    }

    static void awaitFlood(Scene scene) throws Exception {
        await(scene, FLOOD, FLOOD_SECONDS);
    }

    static void awaitBomb(Scene scene) throws Exception {
        await(scene, BOMB, BOMB_SECONDS);
    }

    private static void await(Scene scene, String name, int seconds) throws Exception {
        int code = scene.task().await(name, java.time.Duration.ofSeconds(60L + seconds));
        assertThat(code).as(scene.task().log(name)).isZero();
    }

    static void checkBomb(Scene scene, Ledger ledger) throws Exception {
        ledger.checkJob(scene.task().containerId(BOMB), scene.task().log(BOMB), true);
    }

    /// What its runtime opened before is not the program's, and may be lost as well; a one-off app's runtime
    /// does the same and loses nothing, so that it tells how much that is.
    static void checkFlood(Scene scene, Ledger ledger) throws Exception {
        String flood = scene.task().containerId(FLOOD);
        String job = scene.task().containerId(Phase.BEFORE.job());
        ledger.checkJob(flood, scene.task().log(FLOOD), true);
        checkNothingLost(scene, ledger);
        long ofRuntime = seen(ledger, job) - done(scene, Phase.BEFORE.job());
        assertThat(seen(ledger, flood)).as("opens that were seen").isEqualTo(done(scene, FLOOD) + ofRuntime);
        long received = ledger.told("open", flood).stream()
                .mapToLong(line -> line.path("open").path("count").asLong())
                .sum();
        assertThat(received + ledger.lost("open", flood))
                .as("opens that were received, wait or were counted as lost")
                .isEqualTo(seen(ledger, flood));
    }

    private static long done(Scene scene, String name) throws Exception {
        return Ledger.counts(scene.task().log(name)).get(name).get("open");
    }

    /// As the books were told last.
    private static long seen(Ledger ledger, String containerId) {
        return ledger.told("account", containerId).stream()
                .filter(account -> account.path("event").asText().equals("open"))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .path("seen")
                .asLong();
    }

    /// Of processes of the others.
    private static void checkNothingLost(Scene scene, Ledger ledger) {
        for (String name : new String[] {"app", Phase.DURING.job(), Phase.AFTER.job()}) {
            for (String kind : new String[] {"exec", "exec_failed", "fork", "exit"}) {
                assertThat(ledger.lost(kind, scene.task().containerId(name)))
                        .as("%s of %s that were lost", kind, name)
                        .isZero();
            }
        }
    }
}
