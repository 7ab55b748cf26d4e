package io.vedette.core.pipeline;

import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.telemetry.Books;
import io.vedette.core.telemetry.BooksPage;
import org.jspecify.annotations.Nullable;

/// What the stream was last told of each container's books. One thread, the ship.
final class ReportedBooks {

    private static final BooksPage NOTHING = new BooksPage();

    private final @Nullable Told[] told;
    private final BooksPage current = new BooksPage();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Told(Container container, @Nullable BooksPage[] pages) {}

    ReportedBooks(int maxContainers) {
        told = new Told[maxContainers];
    }

    /// Whether anything was counted that has not been told.
    boolean isStale(ContainerTable containers) {
        for (int index = 0; index < containers.capacity(); index++) {
            Container container = containers.at(index);
            if (container != null && isStale(container)) {
                return true;
            }
        }
        return false;
    }

    private boolean isStale(Container container) {
        for (int kind = 0; kind < Books.KINDS; kind++) {
            if (container.books().has(kind)) {
                container.books().read(kind, current);
                if (!current.sameAs(get(container, kind))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The page as it was last told; all 0 when it never was. It changes with [#update].
    BooksPage get(Container container, int kind) {
        Told known = told[container.index()];
        BooksPage page = known == null || !container.equals(known.container()) ? null : known.pages()[kind];
        return page == null ? NOTHING : page;
    }

    /// There is no container in this place any more.
    void forget(int index) {
        told[index] = null;
    }

    /// Notes that the stream was not told of a loss after all.
    void takeBack(LostReports.Lost lost) {
        BooksPage page = get(lost.container(), lost.kind());
        if (page != NOTHING) {
            page.subtract(lost.tally(), lost.count());
        }
    }

    /// Notes that the stream was told this page.
    void update(Container container, int kind, BooksPage page) {
        Told known = told[container.index()];
        if (known == null || !container.equals(known.container())) {
            known = new Told(container, new BooksPage[Books.KINDS]);
            told[container.index()] = known;
        }
        BooksPage mine = known.pages()[kind];
        if (mine == null) {
            mine = new BooksPage();
            known.pages()[kind] = mine;
        }
        mine.copy(page);
    }
}
