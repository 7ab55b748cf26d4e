package io.vedette.bench.micro;

import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.identity.ProcessTable;
import io.vedette.core.ring.Memory;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How long does it take to find the process of a record, in random order, and how long in a map of the JDK?
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LookupBenchmark {

    private static final int SLOTS = 32768;
    private static final int BLOB_BYTES = 10 << 20;

    @Param({"100", "20000"})
    private int processes;

    private final ProcessTable table = new ProcessTable(SLOTS, BLOB_BYTES, 1, Memory.OF_THE_JVM);
    private final Map<Key, Long> map = new HashMap<>();
    private final int[] order = new int[1 << 16];
    private int next;

    private record Key(int tgid, long start) {}

    @Setup
    public void fill() {
        Random random = new Random(1);
        ExecFlyweight exec = new ExecFlyweight();
        for (int tgid = 2; tgid < processes + 2; tgid++) {
            exec.wrap(SampleRecords.exec(tgid, 1), 0);
            map.put(new Key(tgid, tgid), table.onExec(exec, 0));
        }
        for (int i = 0; i < order.length; i++) {
            order[i] = 2 + random.nextInt(processes);
        }
    }

    @Benchmark
    public long processTable() {
        int tgid = order[next++ & (order.length - 1)];
        return table.find(tgid, tgid);
    }

    @Benchmark
    public @Nullable Long hashMap() {
        int tgid = order[next++ & (order.length - 1)];
        return map.get(new Key(tgid, tgid));
    }
}
