package io.vedette.core.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Things happen around the agent.
@Tag("chaos")
class WorldRowsTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> worldIsRough() throws Exception {
        WallClock clock = WallClock.make(directory);
        OneOffTask oneOff = new OneOffTask(directory.resolve("chaos"));
        return Chaos.tests(
                "5 World",
                directory,
                Row.of("the clock is set an hour ahead, then back by two")
                        .prepare(scene -> clock.begin(Duration.ZERO))
                        .sidecar(clock::on)
                        .inject(scene -> clock.set(HOUR))
                        .heal(scene -> clock.set(HOUR.negated()))
                        .check((scene, ledger) -> {
                            clock.check(ledger.delivered().lines().stream()
                                    .filter(line -> line.has("process"))
                                    .toList());
                            WallClock.checkHealth(ledger.told("health"));
                        }),
                Row.of("the clock is set back an hour, killed -9 and started again")
                        .prepare(scene -> clock.begin(HOUR))
                        .sidecar(clock::on)
                        .inject(scene -> scene.signalAgent("KILL"))
                        .heal(scene -> {
                            scene.awaitAgentEnd();
                            clock.set(Duration.ZERO);
                            scene.beginAgent();
                            scene.awaitAgentSays("ready tier=ebpf");
                        })
                        .watched(Watched.BUT_FOR_FAULT),
                Row.of(Churn.CONTAINERS + " containers start and stop")
                        .world(Churn::startAndStop)
                        .heal(scene -> Churn.settle())
                        .check(Churn::check),
                Row.of("fork bomb in another container")
                        .world(Neighbour::bomb)
                        .heal(Neighbour::awaitBomb)
                        .check(Neighbour::checkBomb),
                Row.of("flood of opens in another container")
                        .world(Neighbour::flood)
                        .heal(Neighbour::awaitFlood)
                        .check(Neighbour::checkFlood),
                Row.of("containers are made in the same second as the agent")
                        .meanwhile(EarlyApps::begin)
                        .world(EarlyApps::end)
                        .check(EarlyApps::check),
                Row.of("one-off task ends well, its agent is broken")
                        .sidecar(spec -> spec.args("/bin/sleep", "1000000"))
                        .says("")
                        .watched(Watched.NEVER)
                        .ending(new Ending.Deaf())
                        .world(scene -> {
                            oneOff.runWithoutAgent(scene);
                            oneOff.runWithHangingAgent(scene);
                        }));
    }
}
