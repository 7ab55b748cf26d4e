package io.vedette.core.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All that is answered.
public record Site(List<Page> pages, List<Work> works) {

    List<Page> pages(String path) {
        return pages.stream().filter(page -> page.path().equals(path)).toList();
    }

    Optional<Work> work(String path) {
        return works.stream().filter(work -> work.path().equals(path)).findFirst();
    }

    /// How it can be asked.
    List<Page.Method> methods(String path) {
        return Stream.concat(
                        pages(path).stream().map(Page::method),
                        work(path).stream().map(work -> Page.Method.POST))
                .toList();
    }

    List<String> paths() {
        return Stream.concat(pages.stream().map(Page::path), works.stream().map(Work::path))
                .distinct()
                .toList();
    }
}
