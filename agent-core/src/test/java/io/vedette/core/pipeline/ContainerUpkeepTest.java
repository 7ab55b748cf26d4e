package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import io.vedette.core.identity.Container;
import io.vedette.core.pipeline.Facts.ExecFact;
import io.vedette.core.pipeline.Facts.ExitFact;
import io.vedette.core.pipeline.Facts.Life;
import io.vedette.core.ring.ContainerRing;
import io.vedette.core.telemetry.Tally;
import io.vedette.transport.spool.MemorySpool;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Containers come and go: what one left is there for the next.
class ContainerUpkeepTest {

    private static final int PID_NS = 9;
    private static final int RINGS = 4;
    private static final long STEP_NS = 2_000_000_000L;

    private final Harness harness = new Harness(
            new Harness.Sizes(1024, 8 << 20, RINGS, 1 << 16, 64, 128 << 10),
            discarded -> new MemorySpool(1 << 20, discarded));
    private final Set<Long> forgotten = new HashSet<>();
    private final ContainerUpkeep upkeep =
            new ContainerUpkeep(harness.containers, harness.processes, harness.rings, forgotten::add);
    private final ContainerRing shared = Objects.requireNonNull(harness.rings.get(0));
    private long nowNs = 1;

    private void begin(int container) {
        Life life = new Life(1000 + container, nowNs, 1, 1, container, container, PID_NS);
        harness.drain(ExecFact.plain(life, nowNs, "/bin/tool", "tool\0"));
    }

    private void end(int container, long begunNs) {
        Life life = new Life(1000 + container, begunNs, 1, 1, container, container, PID_NS);
        harness.drain(ExitFact.plain(life, nowNs));
    }

    private void step() {
        nowNs += STEP_NS;
        harness.processes.maintain(nowNs);
        upkeep.run(nowNs);
    }

    @Test
    void eachOfManyThatComeAndGoHasARingOfItsOwn() {
        harness.tellContainers(40);
        for (int container = 1; container <= 40; container++) {
            begin(container);
            end(container, nowNs);
            assertThat(shared.waitingBytes()).as("container %d", container).isZero();
            harness.shipAll();
            step();
        }
    }

    @Test
    void thoseThatSayNothingLeaveTheirRingsToOthersWhenThereAreTooFew() {
        harness.tellContainers(40);
        for (int container = 1; container <= 40; container++) {
            begin(container);
            assertThat(shared.waitingBytes()).as("container %d", container).isZero();
            harness.shipAll();
            step();
        }
        assertThat(harness.rings.capacity()).isEqualTo(RINGS);
    }

    @Test
    void oneWhoseRecordsWaitKeepsItsRingAndIsNotForgotten() {
        harness.tellContainers(1);
        begin(1);
        end(1, nowNs);
        Container container = Objects.requireNonNull(harness.containers.byId(Harness.containerId(1)));
        ContainerRing ring = harness.rings.of(container.index());
        for (int i = 0; i < 60; i++) {
            step();
        }
        assertThat(harness.rings.of(container.index())).isSameAs(ring);
        assertThat(forgotten).isEmpty();

        harness.shipAll();
        harness.flush();
        for (int i = 0; i < 60; i++) {
            step();
        }
        assertThat(forgotten).containsExactly(1L);
        assertThat(harness.containers.byId(Harness.containerId(1))).isNull();
    }

    @Test
    void aContainerThatLivesIsNotForgotten() {
        harness.tellContainers(1);
        begin(1);
        harness.shipAll();
        for (int i = 0; i < 60; i++) {
            step();
        }
        assertThat(forgotten).isEmpty();
    }

    @Test
    void inACrowdThoseThatEndedMakeRoomSooner() {
        harness.tellContainers(400);
        for (int container = 1; container <= 400; container++) {
            begin(container);
            assertThat(harness.containers.byId(Harness.containerId(container)))
                    .as("container %d", container)
                    .isNotNull();
            end(container, nowNs);
            harness.shipAll();
            harness.flush();
            if (container % 4 == 0) {
                step();
            }
        }
    }

    @Test
    void oneOfWhichTheKernelHoldsSomethingIsKeptAndThenForLongEnoughToTellItsBooks() {
        harness.tellContainers(40);
        for (int container = 1; container <= 40; container++) {
            begin(container);
        }
        end(1, nowNs);
        harness.shipAll();
        harness.flush();
        Container container = Objects.requireNonNull(harness.containers.byId(Harness.containerId(1)));
        container.books().set(Kinds.OPEN, Tally.IN_KERNEL, 3);
        for (int i = 0; i < 5; i++) {
            step();
        }
        assertThat(forgotten).isEmpty();

        container.books().set(Kinds.OPEN, Tally.IN_KERNEL, 0);
        step();
        assertThat(forgotten).isEmpty();
        step();
        step();
        assertThat(forgotten).containsExactly(1L);
    }

    @Test
    void whatTheKernelHoldsForEverDoesNotKeepIt() {
        harness.tellContainers(1);
        begin(1);
        end(1, nowNs);
        harness.shipAll();
        harness.flush();
        Container container = Objects.requireNonNull(harness.containers.byId(Harness.containerId(1)));
        container.books().set(Kinds.OPEN, Tally.IN_KERNEL, 3);
        for (int i = 0; i < 90; i++) {
            step();
        }
        assertThat(forgotten).containsExactly(1L);
    }

    @Test
    void whereThereIsRoomTheyAreKnownForAMinute() {
        harness.tellContainers(1);
        begin(1);
        end(1, nowNs);
        harness.shipAll();
        for (int i = 0; i < 30; i++) {
            assertThat(harness.containers.byId(Harness.containerId(1))).isNotNull();
            step();
        }
    }
}
