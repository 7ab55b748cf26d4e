package io.vedette.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.container.CProgram;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.Mount;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A wall clock for the agent alone that can be set, see `wall_clock.c`; the machine's stays as it is. Used
/// by one thread, in one run at a time.
final class WallClock {

    private static final String LIBRARY = "/opt/wall-clock.so";
    private static final String OFFSET = "/opt/wall-clock";

    private final Path library;
    private final Path offset;
    private final List<Span> spans = new ArrayList<>();

    private WallClock(Path library, Path offset) {
        this.library = library;
        this.offset = offset;
    }

    static WallClock make(Path directory) throws IOException, InterruptedException {
        Path library = CProgram.compileLibrary("wall_clock", directory);
        return new WallClock(library, directory.resolve("offset"));
    }

    /// The agent goes by it.
    ContainerSpec on(ContainerSpec spec) {
        return spec.env("LD_PRELOAD", LIBRARY)
                .env("WALL_CLOCK", OFFSET)
                .confined(all -> all.mount(Mount.readOnly(library, LIBRARY)).mount(Mount.readOnly(offset, OFFSET)));
    }

    /// For a new run.
    void begin(Duration ahead) throws IOException {
        spans.clear();
        set(ahead);
    }

    /// @param ahead of the machine's clock
    void set(Duration ahead) throws IOException {
        ByteBuffer value = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        // The file is mapped: it must never be shorter.
        try (RandomAccessFile file = new RandomAccessFile(offset.toFile(), "rw")) {
            file.write(value.putLong(ahead.toSeconds()).array());
        }
        spans.add(new Span(Instant.now(), ahead));
    }

    /// Each event was told with the time that the agent's clock had then; a batch that was open when the
    /// clock was set still goes by what it was before.
    void check(List<JsonNode> events) {
        assertThat(events).isNotEmpty();
        Instant end = Instant.now();
        for (JsonNode event : events) {
            Instant time = Instant.parse(event.path("time").asText());
            assertThat(spans).as("time of %s", event).anyMatch(span -> holds(span, time, end));
        }
        for (Span span : spans) {
            assertThat(events)
                    .as("a time ahead by %s", span.ahead())
                    .anyMatch(event ->
                            holds(span, Instant.parse(event.path("time").asText()), end));
        }
    }

    private boolean holds(Span span, Instant time, Instant last) {
        int next = spans.indexOf(span) + 1;
        Instant end = next < spans.size() ? spans.get(next).since() : last;
        Instant real = time.minus(span.ahead());
        return !real.isBefore(span.since().minus(Duration.ofSeconds(1)))
                && !real.isAfter(end.plus(Duration.ofSeconds(1)));
    }

    /// Nothing but what this sidecar lacks, and never up for longer than it was.
    static void checkHealth(Watching on, List<JsonNode> reports) {
        assertThat(reports).isNotEmpty();
        assertThat(reports).allSatisfy(report -> {
            assertThat(report.path("codes"))
                    .as("issues: %s", report.path("issues"))
                    .allMatch(code -> isLacking(on, code.asText()));
            assertThat(Duration.ofNanos(report.path("up_time_ns").asLong())).isLessThan(Duration.ofMinutes(10));
        });
    }

    private static boolean isLacking(Watching on, String code) {
        return code.equals("part_missing") || (on != Watching.EBPF && code.equals("hooks_missing"));
    }

    /// Since when it is ahead.
    private record Span(Instant since, Duration ahead) {}
}
