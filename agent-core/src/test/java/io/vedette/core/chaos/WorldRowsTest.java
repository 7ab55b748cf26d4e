package io.vedette.core.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
                on -> List.of(
                        on.row("the clock is set an hour ahead, then back by two")
                                .prepare(scene -> clock.begin(Duration.ZERO))
                                .sidecar(clock::on)
                                .inject(scene -> clock.set(HOUR))
                                .heal(scene -> clock.set(HOUR.negated()))
                                .check((scene, ledger) -> {
                                    clock.check(ledger.delivered().lines().stream()
                                            .filter(line -> line.has("process"))
                                            .toList());
                                    WallClock.checkHealth(on, ledger.told("health"));
                                }),
                        on.row("the clock is set back an hour, killed -9 and started again")
                                .prepare(scene -> clock.begin(HOUR))
                                .sidecar(clock::on)
                                .inject(scene -> scene.signalAgent("KILL"))
                                .heal(scene -> {
                                    scene.awaitAgentEnd();
                                    clock.set(Duration.ZERO);
                                    scene.beginAgent();
                                    scene.awaitAgentReady();
                                })
                                .watched(Watched.BUT_FOR_FAULT),
                        on.row(Churn.CONTAINERS + " containers start and stop")
                                .chosen()
                                .world(Churn::startAndStop)
                                .heal(scene -> Churn.settle())
                                .check(Churn::check),
                        on.row("fork bomb in another container")
                                .chosen()
                                .world(Neighbour::bomb)
                                .heal(Neighbour::awaitBomb)
                                .check(Neighbour::checkBomb),
                        on.row("flood of opens in another container")
                                .world(Neighbour::flood)
                                .heal(Neighbour::awaitFlood)
                                .check(Neighbour::checkFlood)
                                .only(Watching.EBPF, "opens are not seen there"),
                        on.row("containers are made in the same second as the agent")
                                .meanwhile(EarlyApps::begin)
                                .world(EarlyApps::end)
                                .check(EarlyApps::check),
                        on.row("one-off task ends well, its agent is broken")
                                .sidecar(spec -> spec.args("/bin/sleep", "1000000"))
                                .says("")
                                .watched(Watched.NEVER)
                                .ending(new Ending.Deaf())
                                .world(scene -> {
                                    oneOff.runWithoutAgent(scene);
                                    oneOff.runWithHangingAgent(scene);
                                })));
    }
}
