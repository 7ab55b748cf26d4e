package io.vedette.core.bpf;

import io.vedette.core.event.CountHandler;
import io.vedette.core.event.HookCount;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.ffi.Libbpf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/// Reads what the hooks counted from their maps, with two system calls a row.
///
/// One thread uses it, the drain. What it hands over are totals, which only grow until [#forget].
public final class CountReader {

    /// Of `struct bpf_prog_info`: where `recursion_misses` is, and the bytes up to behind it.
    private static final int INFO_RECURSION_MISSES = 208;

    private static final int INFO_LENGTH = 216;

    /// Under this number is what the program was missed for that hands calls over.
    private static final int OF_NO_KIND = 0;

    /// Skipped runs are rare, and asking for them takes a system call for each program.
    private static final int READINGS_PER_SKIPPED = 10;

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private final Libbpf libbpf;
    private final int countsFd;
    private final int withoutRowFd;
    private final int knownCgroupsFd;
    private final int cpus;
    private final UnsafeBuffer key = direct(RecordLayout.COUNT_KEY_LENGTH);
    private final UnsafeBuffer nextKey = direct(RecordLayout.COUNT_KEY_LENGTH);
    private final UnsafeBuffer perCpu;
    private final HookCount count = new HookCount();
    private final int[] kinds = IntStream.concat(
                    IntStream.of(OF_NO_KIND),
                    Stream.of(Program.values())
                            .flatMapToInt(program -> program.kinds().stream().mapToInt(Integer::intValue)))
            .distinct()
            .toArray();
    private final int[][] programs;
    private final long[] skipped = new long[kinds.length];
    private final UnsafeBuffer info = direct(INFO_LENGTH);
    private final UnsafeBuffer infoLength = direct(Integer.BYTES);
    private int readings;

    public CountReader(Libbpf libbpf, BpfObject object) {
        this.libbpf = libbpf;
        this.countsFd = object.mapFd("counts");
        this.withoutRowFd = object.mapFd("counts_without_row");
        this.knownCgroupsFd = object.mapFd("known_cgroups");
        this.cpus = libbpf.possibleCpus();
        this.perCpu = direct(cpus * RecordLayout.COUNT_LENGTH);
        this.programs =
                IntStream.of(kinds).mapToObj(kind -> programsOf(kind, object)).toArray(int[][]::new);
    }

    /// A program that tells several kinds is missed for the first of them.
    private static int[] programsOf(int kind, BpfObject object) {
        return Stream.of(Program.values())
                .filter(object::isLoaded)
                .filter(program -> kind
                        == (program.kinds().isEmpty()
                                ? OF_NO_KIND
                                : program.kinds().getFirst()))
                .mapToInt(object::programFd)
                .toArray();
    }

    private static UnsafeBuffer direct(int length) {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(length));
    }

    /// Hands over one row for each cgroup and kind, and one for each kind under [CountHandler#NO_CGROUP].
    ///
    /// @param isLast whether how often programs were skipped must be that of this moment, too
    public void read(CountHandler handler, boolean isLast) {
        boolean asksSkipped = isLast || readings % READINGS_PER_SKIPPED == 0;
        readings++;
        long previous = 0;
        while (libbpf.nextKey(countsFd, previous, nextKey.addressOffset()) == 0) {
            key.putBytes(0, nextKey, 0, RecordLayout.COUNT_KEY_LENGTH);
            previous = key.addressOffset();
            if (libbpf.lookup(countsFd, previous, perCpu.addressOffset()) == 0) {
                int kind = key.getInt(RecordLayout.COUNT_KEY_KIND, ORDER);
                long cgroupId = key.getLong(RecordLayout.COUNT_KEY_CGROUP_ID, ORDER);
                handler.onCount(cgroupId, kind, read(0));
            }
        }
        for (int i = 0; i < kinds.length; i++) {
            key.putInt(0, kinds[i], ORDER);
            if (asksSkipped) {
                skipped[i] = skipped(programs[i]);
            }
            if (libbpf.lookup(withoutRowFd, key.addressOffset(), perCpu.addressOffset()) == 0
                    && (read(skipped[i]).seen != 0 || skipped[i] != 0)) {
                handler.onCount(CountHandler.NO_CGROUP, kinds[i], count);
            }
        }
    }

    private HookCount read(long skipped) {
        return count.set(
                sum(RecordLayout.COUNT_SEEN),
                sum(RecordLayout.COUNT_LOST),
                sum(RecordLayout.COUNT_LIMITED),
                sum(RecordLayout.COUNT_NO_STATE),
                sum(RecordLayout.COUNT_SAMPLED),
                skipped);
    }

    /// Drops all rows of a cgroup that is gone, and that its path was sent.
    public void forget(long cgroupId) {
        key.putLong(RecordLayout.COUNT_KEY_CGROUP_ID, cgroupId, ORDER);
        libbpf.delete(knownCgroupsFd, key.addressOffset());
        for (int kind : kinds) {
            key.putLong(RecordLayout.COUNT_KEY_KIND, kind, ORDER);
            libbpf.delete(countsFd, key.addressOffset());
        }
    }

    private long sum(int field) {
        long sum = 0;
        for (int cpu = 0; cpu < cpus; cpu++) {
            sum += perCpu.getLong(cpu * RecordLayout.COUNT_LENGTH + field, ORDER);
        }
        return sum;
    }

    /// How often the kernel did not run programs because they already ran on that CPU.
    private long skipped(int[] programFds) {
        long sum = 0;
        for (int fd : programFds) {
            info.setMemory(0, INFO_LENGTH, (byte) 0);
            infoLength.putInt(0, INFO_LENGTH, ORDER);
            if (libbpf.infoByFd(fd, info.addressOffset(), infoLength.addressOffset()) == 0) {
                sum += info.getLong(INFO_RECURSION_MISSES, ORDER);
            }
        }
        return sum;
    }
}
