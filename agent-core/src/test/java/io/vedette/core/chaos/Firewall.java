package io.vedette.core.chaos;

import io.vedette.core.container.CrunTask;
import java.io.IOException;

/// Rules in the task's network namespace for all that goes to the host and comes from there. The containers' own
/// loopback is not touched; the rules go with the namespace.
final class Firewall {

    private static final String TABLE = "inet chaos";

    private Firewall() {}

    /// Nothing gets through in either direction, and nobody is told.
    static void drop(Scene scene) throws IOException, InterruptedException {
        apply(scene, """
                table %s {
                  chain in { type filter hook input priority 0; iifname eth0 drop; }
                  chain out { type filter hook output priority 0; oifname eth0 drop; }
                }
                """.formatted(TABLE));
    }

    /// Whatever is sent is answered with a reset.
    static void reset(Scene scene) throws IOException, InterruptedException {
        apply(scene, """
                table %s {
                  chain out { type filter hook output priority 0; oifname eth0 meta l4proto tcp reject with tcp reset; }
                }
                """.formatted(TABLE));
    }

    static void open(Scene scene) throws IOException, InterruptedException {
        apply(scene, "delete table " + TABLE);
    }

    private static void apply(Scene scene, String rules) throws IOException, InterruptedException {
        Shell.run(
                "printf %s \"$2\" | nsenter --net=\"/proc/$1/ns/net\" nft -f -",
                "" + scene.task().pid(CrunTask.PAUSE), rules);
    }
}
