package io.vedette.core.telemetry;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// One container's books: for each kind of event, every [Tally].
///
/// **Threads.** Each tally has one writer at a time, the stage that it belongs to; everybody may read. A
/// kind's page is made when its first event comes; after that nothing is allocated.
public final class Books {

    /// Kinds have numbers below this.
    public static final int KINDS = 256;

    private final AtomicReferenceArray<@Nullable AtomicLongArray> pages = new AtomicReferenceArray<>(KINDS);

    public void add(int kind, Tally tally, long count) {
        AtomicLongArray page = page(kind);
        page.setRelease(tally.number(), page.getPlain(tally.number()) + count);
    }

    /// For a level instead of a count.
    public void set(int kind, Tally tally, long level) {
        page(kind).setRelease(tally.number(), level);
    }

    public long get(int kind, Tally tally) {
        AtomicLongArray page = pages.getAcquire(kind);
        return page == null ? 0 : page.getAcquire(tally.number());
    }

    /// Whether anything was ever counted of this kind.
    public boolean has(int kind) {
        return pages.getAcquire(kind) != null;
    }

    /// Copies a kind's page. Later stages are read first, so that no event shows up in one and not in those
    /// before it.
    public void read(int kind, BooksPage into) {
        for (int number = Tally.count() - 1; number >= 0; number--) {
            into.set(number, get(kind, Tally.at(number)));
        }
    }

    private AtomicLongArray page(int kind) {
        AtomicLongArray page = pages.getAcquire(kind);
        if (page != null) {
            return page;
        }
        AtomicLongArray fresh = new AtomicLongArray(Tally.count());
        AtomicLongArray other = pages.compareAndExchange(kind, null, fresh);
        return other == null ? fresh : other;
    }
}
