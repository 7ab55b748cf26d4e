package io.vedette.core.main;

import io.vedette.core.config.AgentConfig;
import io.vedette.core.config.Tier;
import io.vedette.core.context.ContextConfig;
import io.vedette.core.context.ContextThread;
import io.vedette.core.digest.Digests;
import io.vedette.core.ffi.AnonymousMemory;
import io.vedette.core.ffi.ClockGettime;
import io.vedette.core.ffi.Libc;
import io.vedette.core.http.HttpServer;
import io.vedette.core.http.ListenAddress;
import io.vedette.core.identity.CgroupPaths;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.Nested;
import io.vedette.core.identity.ProcessTable;
import io.vedette.core.limits.CgroupLimits;
import io.vedette.core.limits.CpuLimiter;
import io.vedette.core.limits.FilePages;
import io.vedette.core.limits.MemorySizes;
import io.vedette.core.limits.OpenFiles;
import io.vedette.core.limits.OwnLimits;
import io.vedette.core.limits.Priority;
import io.vedette.core.limits.Rights;
import io.vedette.core.metrics.AgentMetrics;
import io.vedette.core.pipeline.AgentIdentity;
import io.vedette.core.pipeline.DiscardedBatches;
import io.vedette.core.pipeline.Gap;
import io.vedette.core.pipeline.Pipeline;
import io.vedette.core.pipeline.UntoldLosses;
import io.vedette.core.pipeline.WatchedUntil;
import io.vedette.core.ring.PagedMemory;
import io.vedette.core.ring.RingPool;
import io.vedette.core.sensor.EbpfConfig;
import io.vedette.core.sensor.OutsideConfig;
import io.vedette.core.sensor.Sensor;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.sensor.sockets.OwnConnects;
import io.vedette.core.telemetry.Cycle;
import io.vedette.core.telemetry.CycleWatch;
import io.vedette.core.telemetry.ErrorLog;
import io.vedette.core.telemetry.ResidentMemory;
import io.vedette.core.time.Clock;
import io.vedette.core.time.KernelClock;
import io.vedette.transport.spool.Spool;
import io.vedette.transport.stream.Publisher;
import io.vedette.transport.stream.PublisherStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The composition root: makes every part of an agent, starts them in order and stops them in the opposite
/// one.
///
/// Whatever can't be had (a sensor, a disk, an endpoint) is said and done without: the agent runs with what
/// it gets. Used by one thread.
public final class AgentRuntime implements AutoCloseable {

    private static final Path PROC = Path.of("/proc");
    private static final Duration PROCESS_GRACE = Duration.ofSeconds(5);
    private static final long MAX_DIGEST_BYTES = 512 << 20;

    private final RunningAgent running;
    private final Duration stopTimeout;
    private final ErrorLog errors;
    private final OperatorLog log;
    private boolean closed;

    private AgentRuntime(RunningAgent running, Duration stopTimeout, ErrorLog errors, OperatorLog log) {
        this.running = running;
        this.stopTimeout = stopTimeout;
        this.errors = errors;
        this.log = log;
    }

    /// Starts an agent. A fault in the middle frees what was made before.
    ///
    /// @param log where sentences for the operator go
    /// @param lastResort ends the process when the agent can't go on
    /// @throws IllegalArgumentException with one line when the configuration can't be used
    static AgentRuntime start(AgentConfig config, OperatorLog log, LastResort lastResort) {
        ErrorLog errors = new ErrorLog(
                log.out(),
                exhausted -> lastResort.end(ExitCode.OUT_OF_MEMORY, () -> "no memory left: " + exhausted.getMessage()));
        Undo undo = new Undo();
        try {
            return new AgentRuntime(start(config, log, lastResort, errors, undo), config.stopTimeout(), errors, log);
        } catch (Throwable fault) {
            undo.all(errors);
            throw fault;
        }
    }

    private static RunningAgent start(
            AgentConfig config, OperatorLog log, LastResort lastResort, ErrorLog errors, Undo undo) {
        FilterFile filters = FilterFile.open(config.filters(), config.filtersFile(), log::say);
        CgroupLimits cgroup = CgroupLimits.ofThisMachine();
        OwnLimits limits = new OwnLimits(cgroup.memoryBytes().orElse(0));
        new OpenFiles(PROC).check(limits);
        PromptThread prompt = undo.add(new PromptThread());
        new Priority(PROC, limits).lower(config.limits().nice());
        Rights rights = new Rights(config.limits().dropRights(), AgentSpool.isForeign(config.spool(), PROC), limits);
        MemorySizes sizes = FittingSizes.of(config, limits.memoryLimitBytes(), log);
        ListenAddress address = config.health().httpListen() == null
                ? null
                : ListenAddress.parse("--http-listen", config.health().httpListen());
        Clock clock = new KernelClock();
        MissingParts missing = new MissingParts(log);
        StatusFile statusFile = missing.statusFile(config.health(), clock.bootTimeNs());
        if (statusFile != null) {
            undo.add(statusFile);
        }
        OwnConnects own = new OwnConnects();
        Sensor sensor = SensorChoice.of(
                config.tier(),
                new EbpfConfig((int) sizes.kernelRingBytes(), PROC)
                        .withFlushInterval(config.flushInterval().toNanos()),
                config.debuggers(),
                new OutsideConfig(config.watchPaths(), own),
                prompt);
        sensor.apply(filters.get());
        Attachment attachment = undo.add(Attachment.begin(sensor, errors));
        AgentIdentity identity = identity(HostFacts.read(PROC));
        AnonymousMemory memory = undo.add(new AnonymousMemory());
        RingPool rings = new RingPool(
                sizes.maxRings(), config.maxContainers(), (int) sizes.containerRingBytes(), new PagedMemory(memory));
        ContainerTable containers = new ContainerTable(
                config.maxContainers(),
                CgroupPaths.ofThisMachine(),
                config.nestedContainers() ? Nested.APART : Nested.JOINED);
        ProcessTable processes = new ProcessTable(
                sizes.maxProcesses(), (int) sizes.processBytes(), PROCESS_GRACE.toNanos(), memory::zeroed);
        ContextThread context = undo.add(new ContextThread(
                containers, ContextConfig.ofThisMachine(config.hostRoot(), config.labels()), filters, errors));
        DiscardedBatches discarded = new DiscardedBatches(containers, identity, errors);
        Spool spool = undo.add(AgentSpool.open(config.spool(), discarded, log));
        Publisher publisher = undo.add(new Publisher(config.delivery(), spool, discarded, log::say, own::begin));
        SensorReport report = attachment.await().with(filters.get().lines());
        keepForStarting(prompt, report, rights);
        WatchedUntil watchedUntil =
                AgentSpool.watchedUntil(config.spool(), spool, new KernelClock(), identity.bootId(), log);
        Optional<Gap> gap = watchedUntil instanceof WatchedUntilFile file ? file.gap() : Optional.empty();
        Clock shipClock = new KernelClock();
        ClockGettime cpuClock = new ClockGettime();
        CpuLimiter cpu = new CpuLimiter(
                config.limits().cpuBudgetNs(cgroup.cpus()),
                () -> cpuClock.now(ClockGettime.PROCESS_CPUTIME),
                clock.bootTimeNs(),
                log::say);
        HealthMonitor health = new HealthMonitor(
                new HealthMonitor.Parts(
                        publisher,
                        spool,
                        processes,
                        containers,
                        errors,
                        discarded,
                        context::issues,
                        missing::issues,
                        cpu,
                        limits,
                        new ResidentMemory(PROC)),
                new KernelClock());
        Pipeline pipeline = new Pipeline(
                new Pipeline.Parts(
                        sensor,
                        report,
                        processes,
                        containers,
                        rings,
                        new Digests(PROC, MAX_DIGEST_BYTES, errors),
                        spool,
                        discarded,
                        publisher::wakeUp,
                        health,
                        watchedUntil,
                        gap,
                        identity,
                        config.mask(),
                        filters,
                        cpu,
                        new KernelClock(),
                        shipClock,
                        errors),
                config.maxBatchBytes(),
                config.flushInterval().toNanos(),
                config.heartbeat().toNanos());
        HealthThread healthThread = undo.add(
                new HealthThread(health, statusFile, new KernelClock(), errors, log, new FilePages(PROC, new Libc())));
        undo.add(pipeline::stop);
        rights.keepForWatching();
        pipeline.startDrain();
        rights.keepForReading();
        pipeline.startDigests();
        context.start();
        rights.keepNone();
        pipeline.startShip();
        publisher.start();
        limits.notLimited().forEach(log::say);
        CycleWatch cycles = cycleWatch(config, pipeline, publisher, context, clock);
        health.started(pipeline.sensorReport(), cycles);
        healthThread.start();
        Watchdog watchdog = undo.add(new Watchdog(cycles, new KernelClock(), lastResort, errors));
        watchdog.start();
        HttpServer http = address == null
                ? null
                : undo.add(HttpServer.start(
                        address,
                        AgentPages.of(
                                healthThread::latest,
                                new AgentMetrics(new AgentMetrics.Sources(
                                        Version.text(),
                                        containers,
                                        publisher::status,
                                        spool,
                                        rings,
                                        errors,
                                        healthThread::latest))),
                        missing::http));
        return new RunningAgent(memory, sensor, spool, publisher, pipeline, context, healthThread, watchdog, http);
    }

    /// The tracer may have to be started again.
    private static void keepForStarting(PromptThread prompt, SensorReport report, Rights rights) {
        if (report.tier().contains(Tier.PTRACE.text())) {
            prompt.start(() -> {
                rights.keepForTracing();
                return 0;
            });
        } else {
            prompt.close();
        }
    }

    private static CycleWatch cycleWatch(
            AgentConfig config, Pipeline pipeline, Publisher publisher, ContextThread context, Clock clock) {
        List<Cycle> cycles = new ArrayList<>(pipeline.cycles());
        cycles.add(new Cycle("vedette-send", true, publisher::turns));
        cycles.add(context.cycle());
        return new CycleWatch(
                cycles,
                Watchdog.MAX_STEP_NS,
                config.health().stuckAfter().toNanos(),
                config.health().giveUpAfter().toNanos(),
                clock.bootTimeNs());
    }

    /// What is watched at the moment.
    public SensorReport sensorReport() {
        return running.pipeline().sensorReport().get();
    }

    public PublisherStatus delivery() {
        return running.publisher().status();
    }

    public long waitingBatches() {
        return running.spool().waitingBatches();
    }

    /// Stops watching, delivers what waits within the stop timeout, and frees everything. A step that hangs is
    /// given up; what its thread may still use is left to the end of the process.
    ///
    /// @return what was not delivered in time, and what is lost with the end; nothing when called again
    StopReport stop() {
        if (closed) {
            return StopReport.of(0, true, "", new UntoldLosses());
        }
        closed = true;
        return running.stop(stopTimeout, new Limited(errors, log), errors);
    }

    @Override
    public void close() {
        stop();
    }

    private static AgentIdentity identity(HostFacts host) {
        UUID instance = UUID.randomUUID();
        return new AgentIdentity(
                instance.getMostSignificantBits(),
                instance.getLeastSignificantBits(),
                Version.text(),
                host.hostName(),
                host.bootId(),
                host.kernelRelease());
    }

    /// Names of the kinds that are watched, for people.
    static List<String> names(SensorReport report) {
        return report.kinds().stream().map(KindNames::of).toList();
    }
}
