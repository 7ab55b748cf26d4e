package io.vedette.core.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// How much CPU and memory this process may use: the smallest quota of its cgroup and of those above it, as far as
/// they are to be seen. Of cgroup v2, or of v1 where that has the controller.
///
/// @param procRoot where procfs is mounted
/// @param cgroupRoot where cgroups are mounted, `/sys/fs/cgroup`
public record CgroupLimits(Path procRoot, Path cgroupRoot) {

    private static final long NO_MEMORY_LIMIT = 1L << 60;

    public static CgroupLimits ofThisMachine() {
        return new CgroupLimits(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
    }

    /// CPUs that this process may use, in whole ones and parts; by its quota, else by those that it may run on.
    public double cpus() {
        DoubleStream quotas = Stream.concat(
                        directories("cpu").stream().map(CgroupLimits::quotaV1),
                        directories("").stream().map(CgroupLimits::quotaV2))
                .flatMapToDouble(OptionalDouble::stream);
        return Math.min(quotas.min().orElse(Double.MAX_VALUE), allowedCpus());
    }

    /// Bytes that this process may use.
    public OptionalLong memoryBytes() {
        return Stream.concat(
                        directories("memory").stream()
                                .map(directory -> number(directory.resolve("memory.limit_in_bytes"))),
                        directories("").stream().map(directory -> number(directory.resolve("memory.max"))))
                .flatMapToLong(OptionalLong::stream)
                .filter(limit -> limit < NO_MEMORY_LIMIT)
                .min();
    }

    /// The file that tells how often the quota of this process's cgroup has run out, as `nr_throttled`; nothing where
    /// it
    /// is not to be seen.
    public Optional<Path> throttling() {
        return Stream.of("cpu", "")
                .flatMap(controller -> directories(controller).stream())
                .map(directory -> directory.resolve("cpu.stat"))
                .filter(file -> text(file).contains("nr_throttled "))
                .findFirst();
    }

    /// `max 100000`, or the quota and the period that it is for.
    private static OptionalDouble quotaV2(Path directory) {
        String[] parts = text(directory.resolve("cpu.max")).split(" ", -1);
        try {
            return parts.length != 2 || parts[0].equals("max")
                    ? OptionalDouble.empty()
                    : quota(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        } catch (NumberFormatException other) {
            return OptionalDouble.empty();
        }
    }

    /// -1 is no quota.
    private static OptionalDouble quotaV1(Path directory) {
        OptionalLong quota = number(directory.resolve("cpu.cfs_quota_us"));
        OptionalLong period = number(directory.resolve("cpu.cfs_period_us"));
        return quota.isEmpty() || period.isEmpty()
                ? OptionalDouble.empty()
                : quota(quota.getAsLong(), period.getAsLong());
    }

    private static OptionalDouble quota(long quota, long period) {
        return quota <= 0 || period <= 0 ? OptionalDouble.empty() : OptionalDouble.of((double) quota / period);
    }

    /// The directory of this process's cgroup and those above, of the hierarchy with a controller, or of v2. In a
    /// container's mount its own may be the root.
    private List<Path> directories(String controller) {
        List<Path> found = new ArrayList<>();
        for (String line : text(procRoot.resolve("self/cgroup")).split("\n", -1)) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3 || !List.of(parts[1].split(",", -1)).contains(controller)) {
                continue;
            }
            Stream<Path> mounts = controller.isEmpty()
                    ? Stream.of(cgroupRoot, cgroupRoot.resolve("unified"))
                    : Stream.of(cgroupRoot.resolve(controller), cgroupRoot.resolve(parts[1]));
            mounts.distinct().forEach(mount -> addUpwards(found, mount, parts[2]));
        }
        return found;
    }

    private static void addUpwards(List<Path> found, Path mount, String path) {
        Path directory =
                mount.resolve(path.substring(path.startsWith("/") ? 1 : 0)).normalize();
        while (directory != null && directory.startsWith(mount)) {
            found.add(directory);
            directory = directory.getParent();
        }
        found.add(mount);
    }

    /// From a list as `0-3,8`.
    private double allowedCpus() {
        long count = 0;
        for (String line : text(procRoot.resolve("self/status")).split("\n", -1)) {
            if (line.startsWith("Cpus_allowed_list:")) {
                count = Stream.of(line.substring(line.indexOf(':') + 1).strip().split(",", -1))
                        .flatMapToLong(CgroupLimits::rangeLength)
                        .sum();
            }
        }
        return count > 0 ? count : Runtime.getRuntime().availableProcessors();
    }

    private static LongStream rangeLength(String range) {
        String[] ends = range.split("-", -1);
        try {
            return LongStream.of(Long.parseLong(ends[ends.length - 1]) - Long.parseLong(ends[0]) + 1);
        } catch (NumberFormatException other) {
            return LongStream.empty();
        }
    }

    private static OptionalLong number(Path file) {
        try {
            return OptionalLong.of(Long.parseLong(text(file)));
        } catch (NumberFormatException none) {
            return OptionalLong.empty();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException missing) {
            return "";
        }
    }
}
