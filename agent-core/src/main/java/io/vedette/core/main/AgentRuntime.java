package io.vedette.core.main;

import io.vedette.core.config.AgentConfig;
import io.vedette.core.context.ContextConfig;
import io.vedette.core.context.ContextThread;
import io.vedette.core.digest.Digests;
import io.vedette.core.ffi.AnonymousMemory;
import io.vedette.core.identity.CgroupPaths;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.ProcessTable;
import io.vedette.core.pipeline.AgentIdentity;
import io.vedette.core.pipeline.DiscardedBatches;
import io.vedette.core.pipeline.Gap;
import io.vedette.core.pipeline.Pipeline;
import io.vedette.core.pipeline.WatchedUntil;
import io.vedette.core.ring.RingPool;
import io.vedette.core.sensor.EbpfConfig;
import io.vedette.core.sensor.EbpfSensor;
import io.vedette.core.sensor.Sensor;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.telemetry.ErrorLog;
import io.vedette.core.telemetry.ResidentMemory;
import io.vedette.core.time.Clock;
import io.vedette.core.time.KernelClock;
import io.vedette.transport.spool.ChronicleSpool;
import io.vedette.transport.spool.MemorySpool;
import io.vedette.transport.spool.Spool;
import io.vedette.transport.spool.SpoolConfig;
import io.vedette.transport.spool.SpoolException;
import io.vedette.transport.stream.Endpoint;
import io.vedette.transport.stream.Leftover;
import io.vedette.transport.stream.Publisher;
import io.vedette.transport.stream.PublisherConfig;
import io.vedette.transport.stream.PublisherStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final long MEMORY_SPOOL_BYTES = 16 << 20;

    private final AnonymousMemory memory;
    private final Sensor sensor;
    private final SensorReport sensorReport;
    private final Spool spool;
    private final Publisher publisher;
    private final Pipeline pipeline;
    private final ContextThread context;
    private final Duration stopTimeout;
    private boolean closed;

    private AgentRuntime(
            AnonymousMemory memory,
            Sensor sensor,
            SensorReport sensorReport,
            Spool spool,
            Publisher publisher,
            Pipeline pipeline,
            ContextThread context,
            Duration stopTimeout) {
        this.memory = memory;
        this.sensor = sensor;
        this.sensorReport = sensorReport;
        this.spool = spool;
        this.publisher = publisher;
        this.pipeline = pipeline;
        this.context = context;
        this.stopTimeout = stopTimeout;
    }

    /// Starts an agent.
    ///
    /// @param log where sentences for the operator go
    /// @throws IllegalArgumentException with one line when the configuration can't be used
    public static AgentRuntime start(AgentConfig config, PrintStream log) {
        FilterFile filters =
                FilterFile.open(config.filters(), config.filtersFile(), line -> log.println("vedette: " + line));
        ErrorLog errors = new ErrorLog(log);
        Clock clock = new KernelClock();
        AgentIdentity identity = identity(HostFacts.read(PROC));
        AnonymousMemory memory = new AnonymousMemory();
        RingPool rings = new RingPool(config.maxRings(), config.containerRingBytes(), memory::zeroed);
        ContainerTable containers = new ContainerTable(config.maxContainers(), rings, CgroupPaths.ofThisMachine());
        ProcessTable processes =
                new ProcessTable(config.maxProcesses(), config.processBytes(), PROCESS_GRACE.toNanos(), memory::zeroed);
        ContextThread context = new ContextThread(
                containers, ContextConfig.ofThisMachine(config.hostRoot(), config.labels()), filters, errors);
        DiscardedBatches discarded = new DiscardedBatches(containers, identity, errors);
        PublisherConfig delivery = PublisherConfig.defaults(
                config.endpoints().stream().map(Endpoint::parse).toList());
        if (config.caFile() != null) {
            delivery = delivery.withCaFile(config.caFile());
        }
        Spool spool = openSpool(config, discarded, log);
        Publisher publisher = new Publisher(delivery, spool, discarded);
        Sensor sensor = EbpfSensor.open(new EbpfConfig(config.kernelRingBytes(), PROC));
        sensor.apply(filters.get());
        SensorReport report = sensor.attach().with(filters.get().lines());
        WatchedUntil watchedUntil = openWatchedUntil(config, spool, clock, log);
        Optional<Gap> gap =
                watchedUntil instanceof WatchedUntilFile file ? file.gapUntil(clock.epochTimeNs()) : Optional.empty();
        Clock shipClock = new KernelClock();
        HealthMonitor health = new HealthMonitor(
                publisher,
                spool,
                processes,
                containers,
                errors,
                report,
                discarded,
                context::issues,
                new ResidentMemory(PROC),
                shipClock);
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
                        new KernelClock(),
                        shipClock,
                        errors),
                config.maxBatchBytes(),
                config.flushInterval().toNanos(),
                config.heartbeat().toNanos());
        publisher.start();
        pipeline.start();
        context.start();
        return new AgentRuntime(memory, sensor, report, spool, publisher, pipeline, context, config.stopTimeout());
    }

    public SensorReport sensorReport() {
        return sensorReport;
    }

    public PublisherStatus delivery() {
        return publisher.status();
    }

    public long waitingBatches() {
        return spool.waitingBatches();
    }

    /// Whether what was not delivered is still there for the next start.
    boolean keepsBatches() {
        return spool.isDurable();
    }

    /// Stops watching, delivers what waits within the stop timeout, and frees everything.
    ///
    /// @return what could not be delivered in time; a durable spool keeps it
    public Optional<Leftover> stop() {
        if (closed) {
            return Optional.empty();
        }
        closed = true;
        context.close();
        pipeline.stop();
        Leftover leftover = publisher.close(stopTimeout);
        try {
            spool.close();
        } finally {
            sensor.close();
            memory.close();
        }
        return leftover.batches() == 0 ? Optional.empty() : Optional.of(leftover);
    }

    @Override
    public void close() {
        stop();
    }

    private static Spool openSpool(AgentConfig config, DiscardedBatches discarded, PrintStream log) {
        SpoolConfig defaults = SpoolConfig.defaults(config.spoolDirectory());
        SpoolConfig settings = new SpoolConfig(
                config.spoolDirectory(),
                config.spoolQuotaBytes(),
                defaults.segmentBytes(),
                defaults.maxBatchBytes(),
                defaults.reserveBytes());
        try {
            return ChronicleSpool.open(settings, discarded);
        } catch (SpoolException unusable) {
            log.println("vedette: " + unusable.getMessage() + "; batches are kept in memory only");
            return new MemorySpool(Math.min(MEMORY_SPOOL_BYTES, config.spoolQuotaBytes()), discarded);
        }
    }

    private static WatchedUntil openWatchedUntil(AgentConfig config, Spool spool, Clock clock, PrintStream log) {
        if (!spool.isDurable()) {
            return WatchedUntil.NOTHING;
        }
        try {
            return WatchedUntilFile.open(config.spoolDirectory(), clock);
        } catch (IOException unusable) {
            log.println("vedette: a gap after a restart won't be told: " + unusable.getMessage());
            return WatchedUntil.NOTHING;
        }
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
