package io.vedette.core.sensor;

import io.vedette.core.bpf.BpfLoader;
import io.vedette.core.bpf.BpfObject;
import io.vedette.core.bpf.CountReader;
import io.vedette.core.bpf.Program;
import io.vedette.core.bpf.Refusal;
import io.vedette.core.event.CountHandler;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.ffi.Errno;
import io.vedette.core.ffi.Libbpf;
import io.vedette.core.ffi.Libc;
import io.vedette.core.filter.Filters;
import io.vedette.core.limits.Shedding;
import io.vedette.core.ring.MappedRing;
import io.vedette.core.ring.OrderedRings;
import io.vedette.core.time.Clock;
import io.vedette.core.time.KernelClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Watches through programs in the kernel what the processes of every container do.
///
/// All methods are called by one thread, the drain. Polling and waiting make no objects; bytes are lent as
/// [RecordHandler] says. When the ring is full the kernel drops and counts. The agent's own processes are
/// left out in the kernel. Where the kernel takes none of the programs the sensor stays silent, and
/// [#attach()] says why.
public final class EbpfSensor implements Sensor {

    private static final String TIER = "ebpf";

    /// By importance; the first one wakes the reader.
    private static final List<String> RINGS = List.of("process_ring", "network_ring", "file_ring");

    private static final long SWEEP_NS = 250_000_000;
    private static final String VARIABLES = ".bss";
    private static final String SCRATCH = "scratch_pool";

    /// A hook looks at that many buffers from the number of its CPU on.
    private static final int SCRATCH_TRIES = 8;

    private final EbpfConfig config;
    private final Libc libc = new Libc();

    private final Clock clock = new KernelClock();
    private boolean isDetached;
    private long nextSweepNs;
    private Filters filters = Filters.NONE;
    private Shedding shedding = Shedding.NONE;

    private @Nullable Watch watch;

    /// What is there once the programs are loaded.
    private record Watch(
            BpfObject object,
            List<MappedRing> mapped,
            OrderedRings rings,
            Settings settings,
            KernelFilters filters,
            Readiness readiness,
            CountReader counts,
            @Nullable OpenSlots opens) {}

    private EbpfSensor(EbpfConfig config) {
        this.config = config;
    }

    /// Takes nothing from the kernel yet: [#attach()] does.
    public static EbpfSensor open(EbpfConfig config) {
        return new EbpfSensor(config);
    }

    @Override
    public SensorReport attach() {
        isDetached = false;
        nextSweepNs = 0;
        Libbpf.Lookup lookup = Libbpf.find();
        if (lookup instanceof Libbpf.Lookup.Found found) {
            return load(found.libbpf());
        }
        return blind(List.of("No events from the kernel: " + ((Libbpf.Lookup.Missing) lookup).reason() + "."));
    }

    private SensorReport load(Libbpf libbpf) {
        Map<String, Integer> sizes = new HashMap<>();
        RINGS.forEach(ring -> sizes.put(ring, ringBytes(ring)));
        sizes.put(SCRATCH, libbpf.possibleCpus() + SCRATCH_TRIES - 1);
        BpfLoader.Result result = new BpfLoader(libbpf, sizes).load();
        if (result instanceof BpfLoader.Result.Loaded loaded) {
            try {
                return map(libbpf, loaded.object(), loaded.refusals());
            } catch (RuntimeException | Error fault) {
                close();
                loaded.object().close();
                throw fault;
            }
        }
        return blind(((BpfLoader.Result.NotLoaded) result).reasons());
    }

    private int ringBytes(String ring) {
        return ring.equals("network_ring") ? config.networkRingBytes() : config.ringBytes();
    }

    private SensorReport map(Libbpf libbpf, BpfObject object, List<Refusal> refusals) {
        List<MappedRing> mapped = new ArrayList<>();
        for (String ring : RINGS) {
            MappedRing.Result result = MappedRing.map(libc, object.mapFd(ring), ringBytes(ring));
            if (result instanceof MappedRing.Result.NotMapped failure) {
                mapped.forEach(MappedRing::close);
                object.close();
                return blind(List.of("No events from the kernel: the pages of its ring could not be mapped ("
                        + Errno.name(failure.errno()) + ")."));
            }
            mapped.add(((MappedRing.Result.Mapped) result).ring());
        }
        OrderedRings rings =
                new OrderedRings(mapped.stream().map(MappedRing::ring).toList());
        Settings settings = new Settings(libc, object.mapFd(VARIABLES));
        Readiness readiness = new Readiness(libc, rings, object.mapFd(RINGS.getFirst()), settings, clock, config);
        OpenSlots opens = OpenSlots.map(libc, object.mapFd("open_slots"), object.mapFd("open_records"));
        KernelFilters inKernel = new KernelFilters(libbpf, object, settings);
        inKernel.apply(filters);
        watch = new Watch(object, mapped, rings, settings, inKernel, readiness, new CountReader(libbpf, object), opens);
        shed(shedding);
        return attachPrograms(libbpf, object, refusals);
    }

    private SensorReport attachPrograms(Libbpf libbpf, BpfObject object, List<Refusal> refusals) {
        List<Refusal> missing = new ArrayList<>(refusals);
        object.attach(Program.SELF).ifPresent(missing::add);
        OwnProcess.leaveOut(libc, libbpf, object);
        TreeSet<Integer> kinds = new TreeSet<>();
        for (Program program : Program.values()) {
            if (!object.isLoaded(program) || program == Program.SELF) {
                continue;
            }
            object.attach(program).ifPresent(missing::add);
            if (object.isAttached(program)) {
                program.kinds().stream().filter(Kinds::isEvent).forEach(kinds::add);
            }
        }
        return new SensorReport(
                TIER,
                List.copyOf(kinds),
                missing.stream().map(Refusal::sentence).toList());
    }

    private static SensorReport blind(List<String> reasons) {
        return new SensorReport(TIER, List.of(), reasons);
    }

    @Override
    public void apply(Filters wanted) {
        filters = wanted;
        if (watch != null) {
            watch.filters().apply(wanted);
        }
    }

    @Override
    public void shed(Shedding wanted) {
        shedding = wanted;
        if (watch == null) {
            return;
        }
        Settings settings = watch.settings();
        settings.coalesceNs(watch.opens() == null ? 0 : coalesceNs());
        boolean always = wanted.fileRate() > 0;
        settings.fileRate(always ? wanted.fileRate() : config.fileRate());
        settings.fileFree(always ? 0 : config.ringBytes() / 2);
        settings.shares(wanted);
        watch.readiness().turnNs(Math.max(config.turnNs(), wanted.turnNs()));
    }

    private long coalesceNs() {
        return config.coalesceNs() == 0 ? 0 : Math.max(config.coalesceNs(), shedding.coalesceNs());
    }

    @Override
    public boolean ignore(long cgroupId, boolean ignore) {
        return watch == null || watch.filters().ignore(cgroupId, ignore);
    }

    /// Records of kind `CGROUP` come between the `RUNNING` ones, each before the first process of its cgroup.
    @Override
    public int snapshot(RecordHandler handler) {
        if (watch != null) {
            int fd = watch.object().openIterator(Program.RUNNING);
            if (fd >= 0) {
                return new KernelSnapshot(libc, config.procfs()).read(fd, handler);
            }
        }
        return new ProcfsSnapshot(libc, config.procfs()).read(handler);
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        if (watch == null) {
            return 0;
        }
        boolean onlyFiles = watch.rings().isQuietBeforeLast();
        int records = watch.rings().poll(handler, limit) + tellOpens(watch, handler);
        if (records > 0) {
            watch.readiness().onRecords(records, onlyFiles);
        }
        return records;
    }

    /// Opens that were counted together and not yet told.
    private int tellOpens(Watch watch, RecordHandler handler) {
        OpenSlots opens = watch.opens();
        if (opens == null) {
            return 0;
        }
        if (isDetached) {
            return opens.flush(handler);
        }
        long nowNs = clock.bootTimeNs();
        if (nowNs - nextSweepNs < 0) {
            return 0;
        }
        nextSweepNs = nowNs + SWEEP_NS;
        return opens.sweep(handler, nowNs - coalesceNs());
    }

    @Override
    public void await(int timeoutMs) {
        if (watch == null) {
            LockSupport.parkNanos(timeoutMs * 1_000_000L);
        } else {
            watch.readiness().await(timeoutMs);
        }
    }

    @Override
    public void readCounts(CountHandler handler) {
        if (watch != null) {
            watch.counts().read(handler, isDetached);
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

    /// A link is gone when its descriptor is no link any more; the pages of a ring are not the kernel's any more
    /// when its positions make no sense.
    @Override
    public String trouble() {
        if (watch == null || isDetached) {
            return "";
        }
        long waiting = watch.rings().waitingBytes();
        if (waiting < 0 || waiting > watch.rings().capacity()) {
            return "the positions of its ring make no sense";
        }
        return watch.object()
                .brokenLink(config.procfs())
                .map(program -> "the hook " + program.function() + " is not attached any more")
                .orElse("");
    }

    @Override
    public void detach() {
        if (watch != null) {
            isDetached = true;
            watch.object().detach();
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.object().detach();
            watch.readiness().close();
            watch.settings().close();
            if (watch.opens() != null) {
                watch.opens().close();
            }
            watch.mapped().forEach(MappedRing::close);
            watch.object().close();
            watch = null;
        }
    }
}
