package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.CgroupFlyweight;
import io.vedette.core.identity.CgroupPaths;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.ProcessTable;
import io.vedette.core.ring.Memory;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.collections.LongHashSet;
import org.junit.jupiter.api.Test;

/// What is kept of cgroups has a bound, however many come and go on the host.
class CgroupUpkeepTest {

    private static final long MINUTE_NS = 60_000_000_000L;

    private final ContainerTable containers =
            new ContainerTable(16, new CgroupPaths(Path.of("/nonexistent"), List.of()));
    private final ProcessTable processes = new ProcessTable(256, 1 << 20, 0, Memory.OF_THE_JVM);
    private final Set<Long> forgottenInKernel = new HashSet<>();
    private final CgroupUpkeep upkeep = new CgroupUpkeep(containers, processes, forgottenInKernel::add);

    private void tell(long id) {
        containers.onCgroup(
                new CgroupFlyweight().wrap(SyntheticRecord.cgroup(id, "/system.slice/" + id + ".service"), 0));
        containers.ofCgroupPath(id);
    }

    private LongHashSet known() {
        LongHashSet ids = new LongHashSet();
        containers.collectCgroups(ids);
        return ids;
    }

    @Test
    void quietOnesAreForgottenAndThePresentOnesKept() {
        processes.onExec(
                SyntheticRecord.execView(SyntheticRecord.exec(100, 1, new byte[] {'x'}, new byte[0])),
                ContainerTable.HOST);
        tell(SyntheticRecord.CGROUP);
        long id = 10_000;
        for (int minute = 1; minute <= 60; minute++) {
            for (int second = 0; second < 60; second++) {
                tell(id++);
            }
            upkeep.run(minute * MINUTE_NS);
        }

        assertThat(known().size()).isLessThan(4 * 60);
        assertThat(known().contains(SyntheticRecord.CGROUP)).isTrue();
        assertThat(forgottenInKernel)
                .hasSizeGreaterThan(56 * 60)
                .doesNotContain(SyntheticRecord.CGROUP)
                .contains(10_000L);
    }

    @Test
    void oneInWhichThingsHappenStays() {
        tell(1);
        for (int minute = 1; minute <= 10; minute++) {
            upkeep.onActive(1);
            upkeep.run(minute * MINUTE_NS);
        }

        assertThat(known().contains(1)).isTrue();
        assertThat(forgottenInKernel).isEmpty();
    }

    @Test
    void theKernelForgetsFirst() {
        tell(1);
        upkeep.run(MINUTE_NS);
        upkeep.run(2 * MINUTE_NS);

        assertThat(forgottenInKernel).containsExactly(1L);
        assertThat(known().contains(1)).isTrue();

        upkeep.onActive(1);
        upkeep.run(3 * MINUTE_NS);
        assertThat(known().contains(1)).isTrue();

        upkeep.run(4 * MINUTE_NS);
        upkeep.run(5 * MINUTE_NS);
        assertThat(known().contains(1)).isFalse();
    }
}
