package io.vedette.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.endpoint.IngestConfig;
import io.vedette.transport.endpoint.IngestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One agent under mixed load for a while: requests, a new container each turn, an endpoint that is away for a
/// tenth of the time. `-Dsoak.seconds=3600` makes it an hour; `target/chaos/soak.csv` has its size over time.
@Tag("chaos")
class SoakTest {

    private static final int SECONDS = Integer.getInteger("soak.seconds", 20);
    private static final long MORE_BYTES = 12 << 20;
    private static final int MORE = 3;

    @TempDir
    private Path directory;

    private final SoakTally tally = new SoakTally();
    private final List<AgentSize> sizes = new ArrayList<>();
    private @Nullable IngestServer endpoint;
    private int port;

    @Test
    void theAgentStaysAsItIs() throws Exception {
        Row row = Watching.EBPF.row("soak").endpoint(scene -> "http://" + startEndpoint(scene));
        try (LongRun task = LongRun.set(row, directory)) {
            task.begin();
            takeTurns(task);
            task.end();
            stopEndpoint();
            checkBooks(task);
        }
        write();
        checkSizes(AgentSize::residentBytes, MORE_BYTES);
        checkSizes(AgentSize::threads, MORE);
        checkSizes(AgentSize::descriptors, MORE);
        assertThat(sizes).allMatch(size -> size.residentBytes() < Scene.MEMORY_BYTES);
    }

    private void takeTurns(LongRun task) throws Exception {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < endNs) {
            task.turn();
            sizes.add(size(task.scene()));
            if (task.turns() % 20 == 10) {
                stopEndpoint();
            } else if (task.turns() % 20 == 12) {
                startEndpoint(task.scene());
            }
        }
        if (endpoint == null) {
            startEndpoint(task.scene());
        }
    }

    private static AgentSize size(Scene scene) throws IOException {
        try {
            return AgentSize.of(scene.agentPid());
        } catch (IOException gone) {
            throw new AssertionError("the agent has ended: " + scene.agentLog(), gone);
        }
    }

    private String startEndpoint(Scene scene) {
        String host = scene.link().hostAddress();
        try {
            IngestServer started = IngestServer.start(IngestConfig.plaintext(host, port), tally);
            port = started.port();
            endpoint = started;
        } catch (IOException taken) {
            throw new AssertionError(taken);
        }
        return host + ":" + port;
    }

    private void stopEndpoint() throws IOException {
        if (endpoint != null) {
            endpoint.close();
            endpoint = null;
        }
    }

    private void checkBooks(LongRun task) throws IOException {
        task.checkBooks(done -> {
            long received = tally.received(done.containerId(), done.kind());
            long lost = tally.lost(done.containerId(), done.kind());
            // The runtime does some of the same before the container is the app: it may have lost some, too.
            boolean exact =
                    received + lost == done.count() || (received < done.count() && received + lost > done.count());
            // The app's first request is of no phase.
            boolean first = done.isServer() && received == done.count() + 1;
            return exact || first ? null : "received " + received + ", lost " + lost;
        });
    }

    /// The last quarter against the second one: until then the JVM has compiled what it compiles.
    private void checkSizes(ToLongFunction<AgentSize> part, long more) {
        int quarter = sizes.size() / 4;
        long early = median(sizes.subList(quarter, 2 * quarter), part);
        long late = median(sizes.subList(sizes.size() - quarter, sizes.size()), part);
        assertThat(late).isLessThanOrEqualTo(early + more);
    }

    private static long median(List<AgentSize> sizes, ToLongFunction<AgentSize> part) {
        return sizes.stream().mapToLong(part).sorted().toArray()[sizes.size() / 2];
    }

    private void write() throws IOException {
        StringBuilder lines = new StringBuilder("turn,resident_bytes,threads,descriptors\n");
        for (int turn = 0; turn < sizes.size(); turn++) {
            AgentSize size = sizes.get(turn);
            lines.append("%d,%d,%d,%d%n".formatted(turn, size.residentBytes(), size.threads(), size.descriptors()));
        }
        lines.append("# %,d events of all containers and the host arrived%n".formatted(tally.events()));
        Path to = Path.of(System.getProperty("basedir", "."), "target", "chaos", "soak.csv");
        Files.createDirectories(to.getParent());
        Files.writeString(to, lines);
    }
}
