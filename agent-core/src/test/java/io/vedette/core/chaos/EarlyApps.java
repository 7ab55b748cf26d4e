package io.vedette.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.SharedNamespace;

/// Apps whose containers are made while the agent starts, one after the other, and that work all the time:
/// see `steady.c`. What they do before the agent is ready may be told or not; what they do later is exact.
final class EarlyApps {

    private static final int APPS = 12;
    private static final int BETWEEN_MS = 50;
    private static final int WORK_MS = 300;

    private EarlyApps() {}

    static void begin(Scene scene) throws Exception {
        for (int i = 0; i < APPS; i++) {
            scene.task().begin(ContainerSpec.of(name(i), "/bin/chaos", "steady").sharing(SharedNamespace.values()));
            Thread.sleep(BETWEEN_MS);
        }
    }

    /// From here on the agent is ready.
    static void end(Scene scene) throws Exception {
        for (int i = 0; i < APPS; i++) {
            scene.task().signal(name(i), "USR1");
        }
        Thread.sleep(WORK_MS);
        for (int i = 0; i < APPS; i++) {
            scene.task().signal(name(i), "TERM");
        }
        for (int i = 0; i < APPS; i++) {
            assertThat(scene.task().await(name(i)))
                    .as(scene.task().log(name(i)))
                    .isZero();
        }
    }

    static void check(Scene scene, Ledger ledger) throws Exception {
        for (int i = 0; i < APPS; i++) {
            String log = scene.task().log(name(i));
            assertThat(Ledger.counts(log).get("p" + Phase.DURING.letter()).get("exec"))
                    .as(log)
                    .isPositive();
            ledger.checkApp(scene.task().containerId(name(i)), log, Watched.ALWAYS);
        }
    }

    private static String name(int number) {
        return "early-" + number;
    }
}
