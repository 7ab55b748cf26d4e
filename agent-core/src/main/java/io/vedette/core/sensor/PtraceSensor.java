package io.vedette.core.sensor;

import io.vedette.core.event.CountHandler;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.ffi.Errno;
import io.vedette.core.ffi.Libc;
import io.vedette.core.ffi.Privileges;
import io.vedette.core.filter.Filters;
import io.vedette.core.limits.Shedding;
import io.vedette.core.ring.OrderedRings;
import io.vedette.core.time.KernelClock;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Watches by ptrace what the processes of every container in this pid namespace do: a process of its own, the tracer,
/// sees each fork, exec and exit, and writes records into memory that is shared with it.
///
/// Threads are those of [Sensor]; polling and waiting make no objects. The tracer is started again by its guard, and
/// the guard by this; what is in the ring stays, and the counts go on. Each time without a tracer is an [Outage].
public final class PtraceSensor implements Sensor {

    private static final String TIER = "ptrace";
    private static final List<Integer> KINDS = List.of(Kinds.EXEC, Kinds.FORK, Kinds.EXIT);
    private static final long START_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_NS = 1_000_000;

    private final PtraceConfig config;
    private final Libc libc = new Libc();
    private final int ownPid = (int) ProcessHandle.current().pid();
    private Filters filters = Filters.NONE;
    private Shedding shedding = Shedding.NONE;
    private String trouble = "";

    private @Nullable Watch watch;
    private @Nullable TracerProcess tracer;

    /// What is there as long as it is attached.
    private record Watch(
            TracerMemory memory,
            int wakeFd,
            OrderedRings rings,
            TracerWaiting waiting,
            TracerCounts counts,
            TracerOutages outages) {}

    public PtraceSensor(PtraceConfig config) {
        this.config = config;
    }

    @Override
    public SensorReport attach() {
        trouble = "";
        if ((new Privileges().capabilities() & (1L << Privileges.CAP_SYS_PTRACE)) == 0) {
            // Processes with the very rights of the agent could be traced without, and no others.
            return blind("it takes CAP_SYS_PTRACE");
        }
        if (!Files.isExecutable(config.program())) {
            return blind("the tracer is not there (" + config.program() + ")");
        }
        TracerMemory.Result made = TracerMemory.make(libc, config.ringBytes());
        if (made instanceof TracerMemory.Result.Made memory) {
            return attach(memory.memory());
        }
        return blind(
                "memory for its ring can't be had (" + Errno.name(((TracerMemory.Result.NotMade) made).errno()) + ")");
    }

    private SensorReport attach(TracerMemory memory) {
        int wakeFd = libc.eventfd(Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
        OrderedRings rings = new OrderedRings(List.of(memory.ring().ring()));
        TracerWaiting waiting = new TracerWaiting(libc, rings, memory.settings(), wakeFd, config.turnNs());
        Watch attached = new Watch(
                memory, wakeFd, rings, waiting, memory.counts(), new TracerOutages(memory, KINDS, new KernelClock()));
        watch = attached;
        apply(filters);
        shed(shedding);
        String failure = start(attached);
        if (!failure.isEmpty()) {
            close();
            return blind(failure);
        }
        await(memory);
        return report(memory);
    }

    private void await(TracerMemory memory) {
        long deadlineNs = System.nanoTime() + START_NS;
        while (memory.state() == TracerMemory.STATE_STARTING && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    private SensorReport report(TracerMemory memory) {
        if (memory.state() == TracerMemory.STATE_REFUSED) {
            String why = Errno.name(memory.error());
            close();
            return blind("no process may be traced (" + why
                    + "): it takes CAP_SYS_PTRACE, and nobody else, such as another" + " agent, who traces them");
        }
        if (memory.state() == TracerMemory.STATE_STARTING) {
            close();
            return blind("the tracer did not start in " + TimeUnit.NANOSECONDS.toSeconds(START_NS) + " s");
        }
        List<String> issues = new ArrayList<>();
        issues.add("Watched by ptrace: processes that start, execute and end; execs that fail and what processes do to"
                + " each other are not seen.");
        if (memory.refused() > 0) {
            issues.add(memory.refused() + " of " + (memory.refused() + memory.traced())
                    + " processes are not watched: a debugger traces them, or CAP_SYS_PTRACE is missing ("
                    + Errno.name(memory.error()) + ").");
        }
        return new SensorReport(TIER, KINDS, issues);
    }

    /// @return why not, or nothing
    private String start(Watch attached) {
        TracerProcess.Result result = TracerProcess.start(libc, config, attached.memory(), attached.wakeFd());
        if (result instanceof TracerProcess.Result.Started started) {
            tracer = started.process();
            return "";
        }
        return "the tracer can't be started (" + Errno.name(((TracerProcess.Result.NotStarted) result).errno()) + ")";
    }

    private static SensorReport blind(String why) {
        return new SensorReport(TIER, List.of(), List.of("Nothing is watched by ptrace: " + why + "."));
    }

    @Override
    public void apply(Filters wanted) {
        filters = wanted;
        if (watch != null) {
            KINDS.forEach(kind ->
                    watch.memory().settings().kind(kind, !wanted.kindsOff().containsValue(kind)));
        }
    }

    @Override
    public void shed(Shedding wanted) {
        shedding = wanted;
        if (watch != null) {
            watch.memory().settings().shares(wanted);
            watch.waiting().turnNs(Math.max(config.turnNs(), wanted.turnNs()));
        }
    }

    @Override
    public boolean ignore(long cgroupId, boolean ignore) {
        return watch == null || watch.memory().ignore(cgroupId, ignore);
    }

    @Override
    public int snapshot(RecordHandler handler) {
        return new ProcfsSnapshot(libc, config.procfs(), new HashedCgroups(), this::isOwn).read(handler);
    }

    private boolean isOwn(int pid) {
        return pid == ownPid || (watch != null && watch.memory().isTracerOrGuard(pid));
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        if (watch == null) {
            return 0;
        }
        int records = watch.rings().poll(handler, limit);
        if (records > 0) {
            watch.waiting().onRecords();
        }
        return records;
    }

    @Override
    public void await(int timeoutMs) {
        if (watch == null) {
            LockSupport.parkNanos(timeoutMs * 1_000_000L);
        } else {
            watch.waiting().await(timeoutMs);
        }
    }

    @Override
    public Waiting waiting() {
        return watch == null ? Waiting.NONE : watch.waiting();
    }

    @Override
    public void readCounts(CountHandler handler) {
        if (watch != null) {
            watch.counts().read(handler);
        }
    }

    @Override
    public void forget(long cgroupId) {
        if (watch != null) {
            watch.counts().forget(cgroupId);
        }
    }

    @Override
    public long waitingBytes() {
        return watch == null ? 0 : watch.rings().waitingBytes();
    }

    @Override
    public String trouble() {
        return trouble;
    }

    /// Starts the guard again if it has ended.
    @Override
    public @Nullable Outage outage() {
        Watch attached = watch;
        if (attached == null) {
            return null;
        }
        if (tracer != null && tracer.hasEnded()) {
            tracer.close();
            tracer = null;
            trouble = start(attached);
        }
        Outage over = attached.outages().next();
        return over != null || tracer != null ? over : attached.outages().last();
    }

    @Override
    public void detach() {
        if (tracer != null) {
            tracer.close();
            tracer = null;
        }
    }

    @Override
    public void close() {
        detach();
        if (watch != null) {
            watch.waiting().close();
            watch.memory().close();
            libc.close(watch.wakeFd());
            watch = null;
        }
    }
}
