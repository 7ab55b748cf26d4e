package io.vedette.core.sensor;

import io.vedette.core.event.CountHandler;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.ffi.Libc;
import io.vedette.core.filter.Filters;
import io.vedette.core.limits.Shedding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// Several sensors at once, each for kinds of its own, as if they were one.
///
/// The first matters most and is polled first: what the others tell of a process comes after what it tells. Each has
/// its share of a poll, so none waits for ever. When one of them is in trouble all are attached anew. Threads are those
/// of [Sensor]; polling and waiting make no objects.
public final class SensorGroup implements Sensor {

    private final Libc libc = new Libc();
    private final List<Sensor> members;
    private final long turnNs;
    private final UnsafeBuffer event = new UnsafeBuffer(ByteBuffer.allocateDirect(Libc.EPOLL_EVENT_BYTES));
    private Sensor[] watching = {};
    private Waiting[] waiting = {};
    private int epollFd = -1;
    private boolean active;

    /// @param members by importance; none tells kinds that another one does
    /// @param turnNs between two looks while records come
    public SensorGroup(List<Sensor> members, long turnNs) {
        this.members = List.copyOf(members);
        this.turnNs = turnNs;
    }

    /// The tiers of those that can watch, joined by `+`; the kinds and the issues of all.
    @Override
    public SensorReport attach() {
        List<SensorReport> reports = new ArrayList<>();
        List<Sensor> able = new ArrayList<>();
        for (Sensor member : members) {
            SensorReport report = member.attach();
            reports.add(report);
            if (!report.kinds().isEmpty()) {
                able.add(member);
            }
        }
        watching = able.toArray(Sensor[]::new);
        waiting = able.stream().map(Sensor::waiting).toArray(Waiting[]::new);
        openEpoll();
        TreeSet<Integer> kinds = new TreeSet<>();
        reports.forEach(report -> kinds.addAll(report.kinds()));
        return new SensorReport(
                reports.stream()
                        .filter(report -> !report.kinds().isEmpty())
                        .map(SensorReport::tier)
                        .collect(Collectors.joining("+")),
                List.copyOf(kinds),
                reports.stream().flatMap(report -> report.issues().stream()).toList());
    }

    private void openEpoll() {
        closeEpoll();
        epollFd = libc.epollCreate1(Libc.EPOLL_CLOEXEC);
        for (Waiting one : waiting) {
            if (one.fd() >= 0) {
                event.putInt(0, one.events(), ByteOrder.nativeOrder());
                libc.epollCtl(epollFd, Libc.EPOLL_CTL_ADD, one.fd(), event.addressOffset());
            }
        }
    }

    private void closeEpoll() {
        if (epollFd >= 0) {
            libc.close(epollFd);
            epollFd = -1;
        }
    }

    @Override
    public void apply(Filters filters) {
        members.forEach(member -> member.apply(filters));
    }

    @Override
    public void shed(Shedding shedding) {
        members.forEach(member -> member.shed(shedding));
    }

    @Override
    public boolean ignore(long cgroupId, boolean ignore) {
        boolean all = true;
        for (Sensor member : watching) {
            all &= member.ignore(cgroupId, ignore);
        }
        return all;
    }

    /// What the first one finds: the others know no processes.
    @Override
    public int snapshot(RecordHandler handler) {
        return watching.length == 0 ? 0 : watching[0].snapshot(handler);
    }

    /// Fewer than `limit` records mean that none of the sensors has more.
    @Override
    public int poll(RecordHandler handler, int limit) {
        int records = 0;
        boolean more = true;
        while (more && records < limit) {
            more = false;
            for (int at = 0; at < watching.length && records < limit; at++) {
                int share = Math.min(Math.max(1, limit / watching.length), limit - records);
                int polled = watching[at].poll(handler, share);
                more |= polled >= share;
                records += polled;
            }
        }
        active |= records > 0;
        return records;
    }

    @Override
    public void await(int timeoutMs) {
        if (active) {
            active = false;
            LockSupport.parkNanos(turnNs);
            return;
        }
        int mostMs = timeoutMs;
        boolean isQuiet = true;
        for (Waiting one : waiting) {
            isQuiet &= one.begin();
            mostMs = Math.min(mostMs, one.mostMs());
        }
        if (isQuiet) {
            libc.epollWait(epollFd, event.addressOffset(), 1, mostMs);
        }
        for (Waiting one : waiting) {
            one.end();
        }
    }

    @Override
    public void readCounts(CountHandler handler) {
        for (Sensor member : watching) {
            member.readCounts(handler);
        }
    }

    @Override
    public void forget(long cgroupId) {
        for (Sensor member : watching) {
            member.forget(cgroupId);
        }
    }

    @Override
    public long waitingBytes() {
        long bytes = 0;
        for (Sensor member : watching) {
            bytes += member.waitingBytes();
        }
        return bytes;
    }

    @Override
    public String trouble() {
        for (Sensor member : watching) {
            String trouble = member.trouble();
            if (!trouble.isEmpty()) {
                return trouble;
            }
        }
        return "";
    }

    @Override
    public @Nullable Outage outage() {
        for (Sensor member : watching) {
            Outage outage = member.outage();
            if (outage != null) {
                return outage;
            }
        }
        return null;
    }

    @Override
    public void detach() {
        for (Sensor member : watching) {
            member.detach();
        }
    }

    @Override
    public void close() {
        members.forEach(Sensor::close);
        watching = new Sensor[0];
        waiting = new Waiting[0];
        closeEpoll();
    }
}
