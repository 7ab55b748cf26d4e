package io.vedette.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupLimitsTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void allowFourCpus() throws IOException {
        write("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0-2,5\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private CgroupLimits limits() {
        return new CgroupLimits(directory.resolve("proc"), directory.resolve("cg"));
    }

    @Test
    void withoutQuotaItIsTheCpusThatItMayRunOn() throws IOException {
        write("proc/self/cgroup", "0::/a/b\n");
        write("cg/a/b/cpu.max", "max 100000\n");
        write("cg/a/b/memory.max", "max\n");

        assertThat(limits().cpus()).isEqualTo(4);
        assertThat(limits().memoryBytes()).isEmpty();
    }

    @Test
    void theSmallestQuotaOfAllAboveCounts() throws IOException {
        write("proc/self/cgroup", "0::/a/b\n");
        write("cg/a/b/cpu.max", "200000 100000\n");
        write("cg/a/cpu.max", "25000 50000\n");
        write("cg/a/b/memory.max", "max\n");
        write("cg/a/memory.max", "134217728\n");

        assertThat(limits().cpus()).isEqualTo(0.5);
        assertThat(limits().memoryBytes()).hasValue(134217728);
    }

    @Test
    void readsTheFirstVersionToo() throws IOException {
        write("proc/self/cgroup", "5:cpu,cpuacct:/docker/x\n4:memory:/docker/x\n0::/\n");
        write("cg/cpu,cpuacct/docker/x/cpu.cfs_quota_us", "150000\n");
        write("cg/cpu,cpuacct/docker/x/cpu.cfs_period_us", "100000\n");
        write("cg/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
        write("cg/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
        write("cg/memory/docker/x/memory.limit_in_bytes", "9223372036854771712\n");

        assertThat(limits().cpus()).isEqualTo(1.5);
        assertThat(limits().memoryBytes()).isEmpty();
    }

    @Test
    void inAContainerItsOwnDirectoryIsTheRootOfTheMount() throws IOException {
        write("proc/self/cgroup", "4:memory:/docker/x\n0::/../other\n");
        write("cg/memory/memory.limit_in_bytes", "67108864\n");
        write("cg/cpu.max", "10000 100000\n");

        assertThat(limits().cpus()).isEqualTo(0.1);
        assertThat(limits().memoryBytes()).hasValue(67108864);
    }

    @Test
    void withoutAnyFileNothingIsLimited() {
        CgroupLimits nothing = new CgroupLimits(directory.resolve("nowhere"), directory.resolve("nowhere"));

        assertThat(nothing.cpus()).isPositive();
        assertThat(nothing.memoryBytes()).isEmpty();
    }

    @Test
    void aFileWithoutSenseIsNoLimit() throws IOException {
        write("proc/self/cgroup", "0::/a\nnonsense\n");
        write("cg/a/cpu.max", "many 0\n");
        write("cg/cpu.max", "5 0\n");
        write("cg/a/memory.max", "lots\n");

        assertThat(limits().cpus()).isEqualTo(4);
        assertThat(limits().memoryBytes()).isEmpty();
    }

    @Test
    void theNearestCgroupWithAQuotaTellsHowOftenItRanOut() throws IOException {
        write("proc/self/cgroup", "5:cpu,cpuacct:/docker/x\n0::/\n");
        write("cg/cpu.stat", "usage_usec 17\n");

        assertThat(limits().throttling()).isEmpty();

        write("cg/cpu,cpuacct/cpu.stat", "nr_periods 3\nnr_throttled 2\nthrottled_time 1\n");

        assertThat(limits().throttling()).hasValue(directory.resolve("cg/cpu,cpuacct/cpu.stat"));
    }
}
