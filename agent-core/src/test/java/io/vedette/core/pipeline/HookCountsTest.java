package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.CountHandler;
import io.vedette.core.event.HookCount;
import io.vedette.core.event.Kinds;
import io.vedette.core.identity.CgroupPaths;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.telemetry.Books;
import io.vedette.core.telemetry.BooksPage;
import io.vedette.core.telemetry.Tally;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HookCountsTest {

    private static final int HOST_PID_NS = 0xEFFF_FFFC;
    private static final long CGROUP = 77;

    private final ContainerTable containers = new ContainerTable(16, new CgroupPaths(Path.of("/nowhere"), List.of()));
    private final HookCounts counts = new HookCounts(containers, cgroupId -> {});

    @Test
    void showsWhatIsStillInTheKernelAsSeenAndWaiting() {
        containers.resolve(CGROUP, 1, HOST_PID_NS, 10);
        drain(2);

        read(5, 1, false);

        BooksPage page = hostPage();
        assertThat(page.inKernel()).isEqualTo(2);
        assertThat(page.get(Tally.KERNEL_RING_FULL)).isEqualTo(1);
        drain(2);
        read(5, 1, true);
        assertThat(hostPage().inKernel()).isZero();
        assertThat(hostPage().seen()).isEqualTo(5);
    }

    @Test
    void keepsShowingWhatIsGoneInSilence() {
        containers.resolve(CGROUP, 1, HOST_PID_NS, 10);
        drain(3);

        read(5, 0, true);

        assertThat(hostPage().inKernel()).isEqualTo(2);
    }

    @Test
    void countsALossOnce() {
        containers.resolve(CGROUP, 1, HOST_PID_NS, 10);

        read(4, 4, true);
        read(4, 4, true);

        assertThat(hostPage().dropped()).isEqualTo(4);
        assertThat(counts.lostTotal()).isEqualTo(4);
    }

    @Test
    void waitsForARecordToTellWhoseACgroupIs() {
        read(3, 1, false);
        assertThat(containers.host().books().has(Kinds.FORK)).isFalse();

        read(3, 1, true);

        assertThat(hostPage().get(Tally.KERNEL_RING_FULL)).isEqualTo(1);
    }

    @Test
    void countsWhatTheKernelSkippedOnBothSides() {
        counts.begin(true);
        counts.onCount(CountHandler.NO_CGROUP, Kinds.FORK, new HookCount().set(0, 0, 0, 0, 0, 3));
        counts.end();

        BooksPage page = new BooksPage();
        containers.get(ContainerTable.UNKNOWN).books().read(Kinds.FORK, page);
        assertThat(page.seen()).isEqualTo(3);
        assertThat(page.dropped()).isEqualTo(3);
    }

    @Test
    void countsFromZeroOnceTheHooksAreNew() {
        containers.resolve(CGROUP, 1, HOST_PID_NS, 10);
        HookCount all = new HookCount().set(10, 1, 2, 3, 4, 0);
        counts.begin(true);
        counts.onCount(CGROUP, Kinds.FORK, all);
        counts.end();

        counts.restart();
        counts.begin(true);
        counts.onCount(CGROUP, Kinds.FORK, all);
        counts.end();

        BooksPage page = hostPage();
        assertThat(page.get(Tally.KERNEL_RING_FULL)).isEqualTo(2);
        assertThat(page.get(Tally.KERNEL_RATE_LIMITED)).isEqualTo(4);
        assertThat(page.get(Tally.KERNEL_NO_STATE)).isEqualTo(6);
        assertThat(page.get(Tally.KERNEL_SAMPLED)).isEqualTo(8);
    }

    private void drain(int events) {
        for (int i = 0; i < events; i++) {
            counts.drained(CGROUP, Kinds.FORK, 1);
            containers.host().books().add(Kinds.FORK, Tally.DRAINED, 1);
        }
    }

    private void read(long seen, long lost, boolean ringIsEmpty) {
        counts.begin(ringIsEmpty);
        counts.onCount(CGROUP, Kinds.FORK, new HookCount().set(seen, lost, 0, 0, 0, 0));
        counts.end();
    }

    private BooksPage hostPage() {
        Books books = containers.host().books();
        BooksPage page = new BooksPage();
        books.read(Kinds.FORK, page);
        return page;
    }
}
