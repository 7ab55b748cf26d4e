package io.vedette.core.injector;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// How many requests came to which end, and how long they took. Any thread.
public final class RequestBook {

    /// Upper bounds of the times that are told apart, in seconds.
    public static final List<Double> SECONDS =
            List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5);

    private static final double NS = 1e9;

    private final Map<String, Page> pages;

    /// Of one path.
    private static final class Page {
        private final Map<Result, LongAdder> results = new EnumMap<>(Result.class);
        private final List<LongAdder> times = new ArrayList<>();
        private final LongAdder ns = new LongAdder();

        Page() {
            for (Result result : Result.values()) {
                results.put(result, new LongAdder());
            }
            for (int i = 0; i <= SECONDS.size(); i++) {
                times.add(new LongAdder());
            }
        }
    }

    /// With all paths of this package.
    public RequestBook() {
        pages = Map.of(Admission.PATH, new Page(), Macro.PATH, new Page(), Definitions.PATH, new Page());
    }

    void count(String path, Result result, long tookNs) {
        Page page = page(path);
        LongAdder counter = page.results.get(result);
        if (counter != null) {
            counter.increment();
        }
        int bucket = 0;
        while (bucket < SECONDS.size() && tookNs > SECONDS.get(bucket) * NS) {
            bucket++;
        }
        page.times.get(bucket).increment();
        page.ns.add(tookNs);
    }

    /// Of the paths, in order.
    public List<String> paths() {
        return pages.keySet().stream().sorted().toList();
    }

    public long count(String path, Result result) {
        LongAdder counter = page(path).results.get(result);
        return counter == null ? 0 : counter.sum();
    }

    /// How many took no longer than each of [#SECONDS], and longer than the one before; the last one took longer
    /// than all.
    public List<Long> times(String path) {
        return page(path).times.stream().map(LongAdder::sum).toList();
    }

    /// How long all of them took.
    public double seconds(String path) {
        return page(path).ns.sum() / NS;
    }

    private Page page(String path) {
        Page page = pages.get(path);
        if (page == null) {
            throw new IllegalArgumentException("no such path: " + path);
        }
        return page;
    }
}
