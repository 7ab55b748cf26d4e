package io.vedette.core.context;

import io.vedette.core.identity.ContainerTable;
import io.vedette.core.telemetry.Cycle;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.agrona.ErrorHandler;

/// The thread `vedette-context`, which finds out what containers are. A daemon: the agent's end does not
/// wait for it, and no event does.
public final class ContextThread implements AutoCloseable {

    private static final long TURN_NS = 200_000_000L;

    private final ContainerTable containers;
    private final ContextConfig config;
    private final Runnable beside;
    private final ErrorHandler errors;
    private final Thread thread = new Thread(this::run, "vedette-context");
    private final Cycle.Turns turns = new Cycle.Turns();
    private volatile boolean ended;
    private volatile List<String> issues = List.of();

    /// @param beside something else that is slow and to be done now and then
    public ContextThread(ContainerTable containers, ContextConfig config, Runnable beside, ErrorHandler errors) {
        this.beside = beside;
        this.containers = containers;
        this.config = config;
        this.errors = errors;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /// How often it got through its work.
    public Cycle cycle() {
        return new Cycle(thread.getName(), false, turns);
    }

    /// What could not be found out and why, one sentence each.
    public List<String> issues() {
        return issues;
    }

    private void run() {
        EcsMetadata ecs =
                new EcsMetadata(config.environment().get("ECS_CONTAINER_METADATA_URI_V4"), config.timeoutMs());
        RuntimeFiles files = new RuntimeFiles(config.hostRoot());
        Pods pods = Pods.of(config.environment(), config.procRoot());
        LabelFilter labels = new LabelFilter(config.labels());
        try (UserLists users = new UserLists(config.procRoot(), containers.nested())) {
            ContextReader reader = new ContextReader(containers, ecs, files, pods, labels, users, errors);
            while (!ended) {
                turn(reader);
                turns.done();
                issues = Stream.of(ecs.issue(), files.issue())
                        .filter(issue -> !issue.isEmpty())
                        .toList();
                LockSupport.parkNanos(this, TURN_NS);
            }
        } catch (Throwable fault) {
            errors.onError(fault);
            issues = List.of("names of containers are not looked for any more: " + fault);
        }
    }

    /// A fault of one turn is not the next one's.
    private void turn(ContextReader reader) {
        try {
            reader.look(System.nanoTime());
            beside.run();
        } catch (RuntimeException | Error fault) {
            errors.onError(fault);
        }
    }

    @Override
    public void close() {
        ended = true;
        LockSupport.unpark(thread);
    }
}
