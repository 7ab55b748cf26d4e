package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import io.vedette.core.filter.Filters;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The filters of the moment: those that were set at the start, and what a file adds, which is read again
/// when it changes.
///
/// A file that can't be used is told once, and the last filters stay. [#run] is one thread's; [#get] may be
/// called by any.
final class FilterFile implements Supplier<Filters>, Runnable {

    private static final long EVERY_NS = 1_000_000_000L;
    private static final long MAX_BYTES = 1 << 20;

    private final Filters fixed;
    private final @Nullable Path file;
    private final Consumer<String> log;
    private String text = "";
    private String problem = "";
    private long nextNs;
    private volatile Filters current;

    private FilterFile(Filters fixed, @Nullable Path file, Consumer<String> log) {
        this.fixed = fixed;
        this.file = file;
        this.log = log;
        current = fixed;
    }

    /// @throws ConfigException with one line when the file can't be used
    static FilterFile open(Filters fixed, @Nullable Path file, Consumer<String> log) {
        FilterFile filters = new FilterFile(fixed, file, log);
        if (file != null) {
            try {
                filters.text = text(file);
                filters.current = filters.parsed(filters.text);
            } catch (IOException | IllegalArgumentException unusable) {
                throw new ConfigException(problem(file, unusable));
            }
            filters.nextNs = System.nanoTime() + EVERY_NS;
        }
        return filters;
    }

    @Override
    public Filters get() {
        return current;
    }

    /// To be called now and then.
    @Override
    public void run() {
        long nowNs = System.nanoTime();
        if (file != null && nowNs - nextNs >= 0) {
            nextNs = nowNs + EVERY_NS;
            look();
        }
    }

    /// Looks whether the file has changed.
    void look() {
        Path named = file;
        if (named == null) {
            return;
        }
        try {
            String latest = text(named);
            if (latest.equals(text) && problem.isEmpty()) {
                return;
            }
            Filters filters = parsed(latest);
            text = latest;
            problem = "";
            if (!filters.equals(current)) {
                current = filters;
                log.accept("filters: " + (filters.lines().isEmpty() ? "none" : String.join(" ", filters.lines())));
            }
        } catch (IOException | IllegalArgumentException unusable) {
            String sentence = problem(named, unusable);
            if (!sentence.equals(problem)) {
                problem = sentence;
                log.accept(sentence + "; the filters stay as they are");
            }
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IllegalArgumentException("it is larger than 1 MiB");
        }
        return Files.readString(file);
    }

    private Filters parsed(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return fixed.and(FilterOptions.parse(properties));
    }

    private static String problem(Path file, Exception unusable) {
        String why = unusable instanceof IOException ? Vedette.sentence(unusable) : "" + unusable.getMessage();
        return "the filters in " + file + " can't be used: " + why;
    }
}
