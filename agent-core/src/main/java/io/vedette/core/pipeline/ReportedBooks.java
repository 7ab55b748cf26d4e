package io.vedette.core.pipeline;

import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.telemetry.Books;
import io.vedette.core.telemetry.BooksPage;
import org.jspecify.annotations.Nullable;

/// What the stream was last told of each container's books. One thread, the ship.
final class ReportedBooks {

    private static final BooksPage NOTHING = new BooksPage();

    private final @Nullable Container[] owners;
    private final @Nullable BooksPage[][] told;
    private final BooksPage current = new BooksPage();

    ReportedBooks(int maxContainers) {
        owners = new Container[maxContainers];
        told = new BooksPage[maxContainers][];
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
        int index = container.index();
        BooksPage page = container.equals(owners[index]) ? told[index][kind] : null;
        return page == null ? NOTHING : page;
    }

    /// Notes that the stream was told this page.
    void update(Container container, int kind, BooksPage page) {
        int index = container.index();
        if (!container.equals(owners[index])) {
            owners[index] = container;
            told[index] = new BooksPage[Books.KINDS];
        }
        BooksPage mine = told[index][kind];
        if (mine == null) {
            mine = new BooksPage();
            told[index][kind] = mine;
        }
        mine.copy(page);
    }
}
