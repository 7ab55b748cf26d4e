package io.vedette.core.sensor.sockets;

import io.vedette.core.event.Kinds;
import io.vedette.core.ffi.DirectoryCalls;
import io.vedette.core.ffi.Libc;
import io.vedette.core.ffi.SocketCalls;
import io.vedette.core.sensor.Blindness;
import io.vedette.core.sensor.Processes;
import io.vedette.core.sensor.RecordQueue;
import io.vedette.core.sensor.RecordSource;
import io.vedette.core.sensor.SensorReport;
import io.vedette.core.time.Clock;
import io.vedette.core.time.KernelClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Looks at the network namespace's sockets four times a second: what is new, and what is gone.
///
/// It takes no rights; to tell whose the sockets of other users are it takes CAP_SYS_PTRACE. Connections that come and
/// go between two looks are not seen.
public final class SocketsSource implements RecordSource {

    private static final long TURN_NS = 50_000_000;

    private final Path procfs;
    private @Nullable Parts parts;

    private record Parts(
            SocketDiag sockets,
            ProcessSockets files,
            ListenWatch listeners,
            ConnectionWatch connections,
            Clock clock) {}

    public SocketsSource(Path procfs) {
        this.procfs = procfs;
    }

    @Override
    public SensorReport open(RecordQueue queue) {
        SocketDiag sockets = new SocketDiag(new SocketCalls());
        String trouble = sockets.trouble(Endpoints.TCP);
        if (!trouble.isEmpty()) {
            sockets.close();
            return new SensorReport("sockets", List.of(), List.of("No connections: " + trouble + "."));
        }
        ProcessSockets files = new ProcessSockets(new DirectoryCalls(), new Libc(), procfs);
        Processes processes = Processes.ofAgent(procfs, queue);
        SocketOwners owners = new SocketOwners(files, processes);
        SocketRecord record = new SocketRecord(queue);
        parts = new Parts(
                sockets,
                files,
                new ListenWatch(sockets, owners, record, queue),
                new ConnectionWatch(sockets, owners, record, queue),
                new KernelClock());
        List<String> issues = new ArrayList<>();
        issues.add("Connections are looked for four times a second, so short ones, refused ones, datagrams and DNS"
                + " are missed: CAP_NET_RAW shows them.");
        issues.addAll(Blindness.ofSockets(procfs));
        return new SensorReport(
                "sockets", List.of(Kinds.CONNECT, Kinds.LISTEN, Kinds.ACCEPT, Kinds.CLOSE_CONNECTION), issues);
    }

    @Override
    public void turn() {
        LockSupport.parkNanos(TURN_NS);
        Parts mine = parts;
        if (mine != null) {
            long nowNs = mine.clock.bootTimeNs();
            mine.listeners.run(nowNs);
            mine.connections.run(nowNs);
        }
    }

    @Override
    public void end() {
        Parts mine = parts;
        if (mine != null) {
            long nowNs = mine.clock.bootTimeNs();
            mine.listeners.look(nowNs);
            mine.connections.look(nowNs);
        }
    }

    @Override
    public void close() {
        if (parts != null) {
            parts.sockets.close();
            parts.files.close();
            parts = null;
        }
    }
}
