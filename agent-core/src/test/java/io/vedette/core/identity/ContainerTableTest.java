package io.vedette.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.CgroupFlyweight;
import io.vedette.core.pipeline.RecordBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContainerTableTest {

    private static final int HOST_MNT = 10;
    private static final int HOST_PID = 0xEFFF_FFFC;
    private static final int OTHER_PID = 77;

    @TempDir
    Path proc = Path.of("");

    private ContainerTable table = newTable();

    private ContainerTable newTable() {
        return new ContainerTable(5, new CgroupPaths(proc, List.of()));
    }

    @BeforeEach
    void knowTheHost() {
        table = newTable();
        table.onInit(HOST_MNT, 0xEFFF_FFFC);
    }

    private static String id(int digit) {
        return Integer.toHexString(digit).repeat(64);
    }

    private void tell(long cgroupId, String path) {
        table.onCgroup(new CgroupFlyweight().wrap(RecordBytes.cgroup(cgroupId, path), 0));
    }

    private Container resolve(long cgroupId) {
        return table.resolve(cgroupId, 50, OTHER_PID, 1234);
    }

    @Test
    void aCgroupsPathTellsTheContainer() {
        tell(7, "/docker/" + id(1));

        Container container = resolve(7);

        assertThat(container.id()).isEqualTo(id(1));
        assertThat(container.runtime()).isEqualTo("docker");
        assertThat(container.cgroupId()).isEqualTo(7);
        assertThat(resolve(7)).isSameAs(container);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void nestedCgroupsAreOneContainer() {
        tell(7, "/docker/" + id(1));
        tell(8, "/docker/" + id(1) + "/child");

        assertThat(resolve(8)).isSameAs(resolve(7));
    }

    @Test
    void aPathThatIsToldAfterTheFirstRecordCounts() {
        Container before = table.resolve(7, HOST_MNT, HOST_PID, 1);
        tell(7, "/docker/" + id(1));

        assertThat(before.isHost()).isTrue();
        assertThat(resolve(7).id()).isEqualTo(id(1));
    }

    @Test
    void aServiceWithItsOwnMountNamespaceIsTheHosts() {
        tell(7, "/system.slice/a.service");

        assertThat(table.resolve(7, 50, HOST_PID, 1234)).isSameAs(table.host());
        assertThat(table.resolve(7, HOST_MNT, OTHER_PID, 1234)).isSameAs(table.host());
        assertThat(table.resolve(7, 0, 0, 1234)).isSameAs(table.host());
    }

    @Test
    void aCgroupWithANameOfTheCallersIsItsContainer() {
        tell(7, "/my-box");

        assertThat(resolve(7).id()).isEqualTo("my-box");
        assertThat(resolve(7).runtime()).isEqualTo("oci");
    }

    @Test
    void withoutACgroupTheProcessesOwnLinesTell() throws IOException {
        tell(1, "/");
        Files.createDirectories(proc.resolve("1234"));
        Files.writeString(proc.resolve("1234/cgroup"), "5:memory:/docker/" + id(2) + "\n0::/\n");

        assertThat(resolve(1).id()).isEqualTo(id(2));
    }

    @Test
    void withoutAnyNameTheMountNamespaceTellsContainersApart() {
        tell(1, "/");

        Container one = table.resolve(1, 50, OTHER_PID, 1234);
        Container other = table.resolve(1, 51, OTHER_PID, 1235);

        assertThat(one.id()).isEqualTo("mnt-50");
        assertThat(other.id()).isEqualTo("mnt-51");
        assertThat(table.resolve(1, 50, OTHER_PID, 1236)).isSameAs(one);
        assertThat(table.resolve(1, HOST_MNT, HOST_PID, 1)).isSameAs(table.host());
    }

    @Test
    void containersBeyondTheTableAreUnknownAndNeverTakenForAnother() {
        for (int digit = 1; digit <= 5; digit++) {
            tell(digit, "/docker/" + id(digit));
            resolve(digit);
        }

        assertThat(resolve(3).id()).isEqualTo(id(3));
        assertThat(resolve(4).id()).isEqualTo(ContainerTable.UNKNOWN_ID);
        assertThat(resolve(5)).isSameAs(table.get(ContainerTable.UNKNOWN));
        assertThat(resolve(5).isHost()).isFalse();
    }

    @Test
    void aContainerThatMakesCgroupsWithoutEndCostsNoMoreThanTheBound() {
        int bound = 16 * 1024;
        for (int cgroup = 1; cgroup <= bound + 1; cgroup++) {
            tell(cgroup, "/docker/" + id(1) + "/" + cgroup);
        }

        assertThat(resolve(bound).id()).isEqualTo(id(1));
        assertThat(resolve(bound + 1).id()).isEqualTo(ContainerTable.UNKNOWN_ID);
        table.forgetCgroup(7);
        tell(bound + 1, "/docker/" + id(1) + "/again");
        assertThat(resolve(bound + 1).id()).isEqualTo(id(1));
    }

    @Test
    void aContainerThatIsRemovedLeavesNothingAndGivesItsPlaceToTheNext() {
        tell(7, "/docker/" + id(1));
        tell(8, "/docker/" + id(1) + "/child");
        tell(1, "/");
        Container gone = resolve(7);
        resolve(8);
        List<Long> forgotten = new ArrayList<>();

        table.remove(gone.index(), forgotten::add);

        assertThat(forgotten).containsExactlyInAnyOrder(7L, 8L);
        assertThat(table.at(gone.index())).isNull();
        assertThat(table.get(gone.index())).isSameAs(table.get(ContainerTable.UNKNOWN));
        assertThat(table.size()).isZero();
        assertThat(table.ofCgroup(7)).isNull();
        tell(9, "/docker/" + id(2));
        Container next = resolve(9);
        assertThat(next.index()).isEqualTo(gone.index());
        assertThat(next.books()).isNotSameAs(gone.books());
    }

    @Test
    void aContainerKnownByItsNamespaceCanBeRemovedToo() {
        tell(1, "/");
        Container gone = table.resolve(1, 50, OTHER_PID, 1234);

        table.remove(gone.index(), cgroup -> {});

        Container again = table.resolve(1, 50, OTHER_PID, 1234);
        assertThat(again).isNotSameAs(gone);
        assertThat(again.id()).isEqualTo("mnt-50");
    }

    @Test
    void hostAndUnknownAreNeverRemoved() {
        table.remove(ContainerTable.HOST, cgroup -> {});
        table.remove(ContainerTable.UNKNOWN, cgroup -> {});

        assertThat(table.host().isHost()).isTrue();
        assertThat(table.get(ContainerTable.UNKNOWN).id()).isEqualTo(ContainerTable.UNKNOWN_ID);
        assertThat(table.get(-1).id()).isEqualTo(ContainerTable.UNKNOWN_ID);
        assertThat(table.get(1000).id()).isEqualTo(ContainerTable.UNKNOWN_ID);
    }

    @Test
    void whatHadNoPlaceIsKnownAsSoonAsOneIsFree() {
        for (int digit = 1; digit <= 4; digit++) {
            tell(digit, "/docker/" + id(digit));
            resolve(digit);
        }
        assertThat(resolve(4).id()).isEqualTo(ContainerTable.UNKNOWN_ID);

        table.remove(resolve(1).index(), cgroup -> {});

        assertThat(resolve(4).id()).isEqualTo(id(4));
    }
}
