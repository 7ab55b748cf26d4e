package io.vedette.core.sensor;

import io.vedette.core.ffi.Libc;
import io.vedette.core.ring.OrderedRings;
import io.vedette.core.time.Clock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/// Waits until the kernel's ring has something to read, so that the hooks pay for a wake-up as rarely as can
/// be.
///
/// While records come it looks once in a turn, and the hooks wake nobody. When none came in such a turn it
/// says so in a variable that the hooks read, looks once more, and sleeps; the first event after that wakes
/// it. A few events of files are worth no wake-up: with a time to doze it only dozes, files do not wake it, and
/// it looks by itself when the time is over. Where many come it looks once in a turn for as long. One thread
/// uses it; waiting makes no objects.
final class Readiness implements AutoCloseable {

    /// So many records in the time of a doze are many: to look for them in each turn costs less than to be woken.
    private static final int MANY = 64;

    private static final long MS_NS = 1_000_000;

    /// As in `record.h`.
    private static final int AWAKE = 0;

    private static final int ASLEEP = 1;
    private static final int DOZING = 2;

    private final Libc libc;
    private final OrderedRings rings;
    private final UnsafeBuffer event = new UnsafeBuffer(ByteBuffer.allocateDirect(Libc.EPOLL_EVENT_BYTES));
    private final Settings settings;
    private final Clock clock;
    private final long dozeNs;
    private final int epollFd;
    private boolean active;
    private long turnNs;
    private long countedFromNs;
    private int counted;
    private long busyUntilNs;

    /// @param ringFd of the ring through which the hooks wake the reader
    /// @param clock this reader's own
    Readiness(Libc libc, OrderedRings rings, int ringFd, Settings settings, Clock clock, EbpfConfig config) {
        this.libc = libc;
        this.rings = rings;
        this.settings = settings;
        this.clock = clock;
        turnNs = config.turnNs();
        dozeNs = config.dozeNs();
        busyUntilNs = clock.bootTimeNs();
        epollFd = libc.epollCreate1(Libc.EPOLL_CLOEXEC);
        event.putInt(0, Libc.EPOLLIN, ByteOrder.nativeOrder());
        libc.epollCtl(epollFd, Libc.EPOLL_CTL_ADD, ringFd, event.addressOffset());
    }

    /// Notes that there was something to read: more is likely to come.
    ///
    /// @param records above 0
    /// @param onlyFiles whether all of it was events of files
    void onRecords(int records, boolean onlyFiles) {
        active |= dozeNs == 0 || !onlyFiles;
        long nowNs = clock.bootTimeNs();
        if (nowNs - countedFromNs > dozeNs) {
            countedFromNs = nowNs;
            counted = 0;
        }
        counted += records;
        if (counted >= MANY) {
            counted = 0;
            busyUntilNs = nowNs + dozeNs;
        }
    }

    /// @param ns between two looks while records come
    void turnNs(long ns) {
        turnNs = ns;
    }

    /// Comes back early when a signal interrupts it.
    void await(int timeoutMs) {
        if (active || (dozeNs > 0 && clock.bootTimeNs() - busyUntilNs < 0)) {
            active = false;
            LockSupport.parkNanos(turnNs);
        } else if (dozeNs > 0) {
            settings.reader(DOZING);
            sleep(rings.isQuietBeforeLast(), (int) Math.min(timeoutMs, dozeNs / MS_NS));
        } else {
            settings.reader(ASLEEP);
            sleep(rings.waitingBytes() == 0, timeoutMs);
        }
    }

    /// What was written before the hooks knew that it sleeps has woken nobody: it must have been looked for after they
    /// were told.
    private void sleep(boolean isQuiet, int timeoutMs) {
        if (isQuiet) {
            libc.epollWait(epollFd, event.addressOffset(), 1, timeoutMs);
        }
        settings.reader(AWAKE);
    }

    @Override
    public void close() {
        libc.close(epollFd);
    }
}
