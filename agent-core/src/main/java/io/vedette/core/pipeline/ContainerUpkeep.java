package io.vedette.core.pipeline;

import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.ProcessTable;
import io.vedette.core.ring.RingPool;
import io.vedette.core.telemetry.Books;
import io.vedette.core.telemetry.BooksPage;
import java.util.function.LongConsumer;

/// Takes rings back from containers that have ended. Forgets them when nothing of them has been on its way for a
/// while, so that the last state of their books was told: sooner where so many come and go that there might be no room
/// for the next. Lets go of the memory of rings that are empty.
///
/// One thread, the drain.
final class ContainerUpkeep {

    private static final long EVERY_NS = 2_000_000_000L;
    private static final long GONE_FOR_NS = 60_000_000_000L;

    /// The same when more than half of the places are taken. Reports of the books take place in that time.
    private static final long CROWD_EVERY_NS = 500_000_000L;

    private static final long CROWD_GONE_FOR_NS = 2_000_000_000L;

    private final ContainerTable containers;
    private final ProcessTable processes;
    private final RingPool rings;
    private final LongConsumer forgetCgroup;
    private final long[] lastAliveNs;

    /// When something of it was still on its way.
    private final long[] lastBusyNs;

    private final boolean[] alive;
    private final BooksPage page = new BooksPage();
    private long lastNs;

    ContainerUpkeep(ContainerTable containers, ProcessTable processes, RingPool rings, LongConsumer forgetCgroup) {
        this.containers = containers;
        this.processes = processes;
        this.rings = rings;
        this.forgetCgroup = forgetCgroup;
        lastAliveNs = new long[containers.capacity()];
        lastBusyNs = new long[containers.capacity()];
        alive = new boolean[containers.capacity()];
    }

    void run(long nowNs) {
        boolean isCrowd = containers.size() > containers.capacity() / 2;
        if (nowNs - lastNs < (isCrowd ? CROWD_EVERY_NS : EVERY_NS)) {
            return;
        }
        lastNs = nowNs;
        rings.trim();
        processes.markAlive(alive);
        long goneForNs = isCrowd ? CROWD_GONE_FOR_NS : GONE_FOR_NS;
        for (int index = 0; index < alive.length; index++) {
            Container container = containers.at(index);
            boolean hasNoRing = container != null && !alive[index] && rings.release(index);
            if (container == null || alive[index] || lastAliveNs[index] == 0) {
                lastAliveNs[index] = container == null ? 0 : nowNs;
                lastBusyNs[index] = nowNs;
            } else if (!hasNoRing || !isSettled(container, nowNs - lastAliveNs[index] > GONE_FOR_NS)) {
                lastBusyNs[index] = nowNs;
            } else if (nowNs - lastBusyNs[index] > goneForNs) {
                lastAliveNs[index] = 0;
                containers.remove(index, forgetCgroup);
            }
        }
    }

    /// What the kernel's rings hold comes within moments. What never comes must not keep the place for ever.
    private boolean isSettled(Container container, boolean isLongGone) {
        Books books = container.books();
        for (int kind = 0; kind < Books.KINDS; kind++) {
            if (books.has(kind)) {
                books.read(kind, page);
                if (page.inRings() != 0 || (page.inKernel() != 0 && !isLongGone)) {
                    return false;
                }
            }
        }
        return true;
    }
}
