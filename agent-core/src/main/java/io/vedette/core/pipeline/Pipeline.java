package io.vedette.core.pipeline;

import io.vedette.core.digest.Digests;
import io.vedette.core.filter.Filters;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.ProcessImage;
import io.vedette.core.identity.ProcessTable;
import io.vedette.core.limits.CpuLimiter;
import io.vedette.core.mask.MaskConfig;
import io.vedette.core.ring.RingPool;
import io.vedette.core.sensor.Sensor;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.telemetry.Cycle;
import io.vedette.core.telemetry.HealthReport;
import io.vedette.core.time.Clock;
import io.vedette.transport.spool.Spool;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;

/// The two threads between the sensor and the spool, `vedette-drain` and `vedette-ship`, and their order of
/// start and stop.
///
/// A fault in a turn of either is told to the error handler and the next turn goes on. [#start] and [#stop]
/// are the owner's; the sensor is attached before and closed after.
public final class Pipeline {

    private final Sensor sensor;
    private final DrainAgent drain;
    private final ShipAgent ship;
    private final Heartbeat heartbeat;
    private final DiscardedBatches discarded;
    private final AgentRunner drainRunner;
    private final AgentRunner shipRunner;
    private final ErrorHandler errors;
    private final Digests digests;
    private final List<Cycle> cycles;
    private boolean stopped;

    /// What a pipeline is made of. All of it is used by its threads alone once it is started.
    ///
    /// @param drainClock for the drain
    /// @param shipClock for the ship
    /// @param discarded told of batches that the spool drops; the spool's listener
    /// @param wakeSender called when there is a batch to send
    /// @param mask what of arguments is not told
    /// @param filters of the moment; those of the start are applied already
    /// @param cpu says what is shed
    /// @param gap time not watched before this start; told with the first heartbeat
    public record Parts(
            Sensor sensor,
            SensorReport sensorReport,
            ProcessTable processes,
            ContainerTable containers,
            RingPool rings,
            Digests digests,
            Spool spool,
            DiscardedBatches discarded,
            Runnable wakeSender,
            Supplier<HealthReport> health,
            WatchedUntil watchedUntil,
            java.util.Optional<Gap> gap,
            AgentIdentity agent,
            MaskConfig mask,
            Supplier<Filters> filters,
            CpuLimiter cpu,
            Clock drainClock,
            Clock shipClock,
            ErrorHandler errors) {}

    /// @param maxBatchBytes a batch is closed before it gets larger
    /// @param flushIntervalNs a batch is closed when it is that old
    /// @param heartbeatNs between reports when anything changed
    public Pipeline(Parts parts, int maxBatchBytes, long flushIntervalNs, long heartbeatNs) {
        sensor = parts.sensor();
        ProcessImage image = parts.processes().newImageView();
        BatchBuilder batch = new BatchBuilder(
                maxBatchBytes,
                parts.containers().capacity(),
                image,
                parts.digests().table(),
                parts.agent(),
                parts.mask(),
                parts.shipClock());
        BatchOutlet outlet = new BatchOutlet(parts.spool(), parts.discarded(), parts.wakeSender());
        Ship ring = new Ship(batch, outlet, parts.containers(), image, parts.errors());
        Queue<Gap> gaps = new ConcurrentLinkedQueue<>();
        parts.gap().ifPresent(gaps::add);
        drain = new DrainAgent(
                sensor,
                parts.sensorReport(),
                gaps::add,
                parts.errors(),
                parts.processes(),
                parts.containers(),
                parts.rings(),
                parts.digests().queue(),
                parts.filters(),
                parts.cpu(),
                parts.drainClock(),
                this::wakeShip);
        discarded = parts.discarded();
        heartbeat = new Heartbeat(
                parts.containers(),
                batch,
                outlet,
                parts.health(),
                new FilteredReport(drain.report(), parts.filters()),
                gaps,
                parts.discarded().lostReports(),
                heartbeatNs);
        ship = new ShipAgent(
                parts.rings(),
                ring,
                batch,
                outlet,
                heartbeat,
                new DigestReports(parts.digests(), parts.containers(), batch, outlet),
                parts.watchedUntil(),
                drain::emptyAtBootNs,
                parts.shipClock(),
                () -> Math.max(flushIntervalNs, parts.cpu().shedding().flushNs()));
        SteadyAgent steadyDrain = new SteadyAgent(drain, drain, parts.errors());
        SteadyAgent steadyShip = new SteadyAgent(ship, ship, parts.errors());
        drainRunner = new AgentRunner(steadyDrain, parts.errors(), null, steadyDrain);
        shipRunner = new AgentRunner(steadyShip, parts.errors(), null, steadyShip);
        cycles =
                List.of(steadyDrain.cycle(), steadyShip.cycle(), parts.digests().cycle());
        errors = parts.errors();
        digests = parts.digests();
    }

    /// For who watches whether they turn.
    public List<Cycle> cycles() {
        return cycles;
    }

    /// What is watched at the moment. Any thread.
    public Supplier<SensorReport> sensorReport() {
        return drain.report();
    }

    /// In this order, since each thread has the rights that the starting one has at that moment: the drain,
    /// [#startDigests], [#startShip].
    public void startDrain() {
        AgentRunner.startOnThread(drainRunner, Pipeline::daemon);
    }

    public void startDigests() {
        digests.start(this::wakeShip);
    }

    public void startShip() {
        AgentRunner.startOnThread(shipRunner, Pipeline::daemon);
    }

    public void start() {
        startDrain();
        startDigests();
        startShip();
    }

    /// Detaches the sensor, takes what is left to the spool and ends both threads. A step that fails keeps
    /// none of the later ones from being done.
    public void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        drainRunner.close();
        drain.detach(errors);
        drain.finish(errors);
        digests.close();
        shipRunner.close();
        ship.finish(errors);
    }

    /// Losses that no account has. To be called once, after [#stop] and when the spool is closed.
    public UntoldLosses untold() {
        heartbeat.addUntold(discarded.untold());
        return discarded.untold();
    }

    private void wakeShip() {
        ship.wakeUp();
    }

    private static Thread daemon(Runnable runner) {
        Thread thread = new Thread(runner);
        thread.setDaemon(true);
        return thread;
    }
}
