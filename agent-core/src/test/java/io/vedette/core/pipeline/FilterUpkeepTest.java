package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.CgroupFlyweight;
import io.vedette.core.filter.Filters;
import io.vedette.core.identity.CgroupPaths;
import io.vedette.core.identity.ContainerDescription;
import io.vedette.core.identity.ContainerTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.collections.Int2ObjectHashMap;
import org.junit.jupiter.api.Test;

/// Which cgroups the sensor is told to leave out.
class FilterUpkeepTest {

    private static final String WEB = "a".repeat(64);
    private static final String OTHER = "b".repeat(64);

    private final ContainerTable containers =
            new ContainerTable(16, new CgroupPaths(Path.of("/nonexistent"), List.of()));
    private final Set<Long> ignored = new TreeSet<>();
    private int room = Integer.MAX_VALUE;
    private Filters filters = Filters.NONE;
    private Filters applied = Filters.NONE;
    private final FilterUpkeep upkeep =
            new FilterUpkeep(latest -> applied = latest, this::ignore, containers, () -> filters);

    private boolean ignore(long cgroupId, boolean ignore) {
        return ignore ? ignored.size() < room && ignored.add(cgroupId) : ignored.remove(cgroupId);
    }

    private void tell(long id, String path) {
        containers.onCgroup(new CgroupFlyweight().wrap(SyntheticRecord.cgroup(id, path), 0));
        upkeep.onCgroup(id);
    }

    private void leaveOut(String... named) {
        filters = new Filters(Map.of(), List.of(), List.of(), List.of(named));
        upkeep.run();
    }

    @Test
    void leavesOutAContainerByItsIdBeforeAnythingRunsInIt() {
        leaveOut("aaaaaaaaaaaa");
        tell(1, "/docker/" + WEB);
        tell(2, "/docker/" + OTHER);
        tell(3, "/docker/" + WEB + "/nested");
        tell(4, "/system.slice/x.service");

        assertThat(ignored).containsExactly(1L, 3L);
    }

    @Test
    void leavesOutAContainerOnceItsNameOrImageIsKnown() {
        leaveOut("web");
        tell(1, "/docker/" + WEB);
        containers.ofCgroupPath(1);
        upkeep.run();
        assertThat(ignored).isEmpty();

        containers
                .ofCgroupPath(1)
                .described()
                .setRelease(new ContainerDescription(new byte[0], new Int2ObjectHashMap<>(), "web", "img:1"));
        upkeep.run();
        tell(2, "/docker/" + WEB + "/nested");
        assertThat(ignored).containsExactly(1L, 2L);

        leaveOut("img");
        assertThat(ignored).containsExactly(1L, 2L);
    }

    @Test
    void wantsThemAgainWhenTheFilterChanges() {
        leaveOut(WEB, OTHER);
        tell(1, "/docker/" + WEB);
        tell(2, "/docker/" + OTHER);

        leaveOut(OTHER);

        assertThat(applied).isSameAs(filters);
        assertThat(ignored).containsExactly(2L);
    }

    /// Nothing is heard of such a container, so the tables take it for gone.
    @Test
    void oneThatTheTablesForgetStaysIgnored() {
        leaveOut(WEB);
        tell(1, "/docker/" + WEB);
        containers.forgetCgroup(1);
        upkeep.run();
        assertThat(ignored).containsExactly(1L);

        leaveOut();
        assertThat(ignored).isEmpty();
    }

    @Test
    void theOldestMakesRoom() {
        room = 2;
        leaveOut(WEB);
        for (long id = 1; id <= 3; id++) {
            tell(id, "/docker/" + WEB);
        }

        assertThat(ignored).containsExactly(2L, 3L);
    }

    @Test
    void theHostIsNeverLeftOut() {
        leaveOut("unknown");
        tell(1, "/user.slice");
        containers.ofCgroupPath(1);
        upkeep.run();

        assertThat(ignored).isEmpty();
    }
}
