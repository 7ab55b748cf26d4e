package io.vedette.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way to the endpoint is a black hole for a while under load, later the endpoint is killed: nothing is lost, and
/// nothing is in its file twice. How fast what waited is made up for is in `target/chaos/recovery.md`.
/// `-Drecovery.seconds=60` makes the black hole last a minute.
@Tag("chaos")
class RecoveryTest {

    private static final int SECONDS = Integer.getInteger("recovery.seconds", 5);
    private static final int TURNS_MAX = 120;
    private static final int KILLED_TURNS = 5;
    private static final String RUN = "/run/agent";

    @TempDir
    private Path directory;

    @Test
    void nothingIsLost() throws Exception {
        Path run = Files.createDirectory(directory.resolve("run"));
        Row row = Watching.EBPF
                .row("recovery")
                .sidecar(spec -> spec.bind(run, RUN))
                .options("--http-listen", "unix:" + RUN + "/http", "--strict", "--stop-timeout", "60s")
                .endpoint(
                        scene -> "http://" + scene.owned(EndpointProcess.class).address());
        try (LongRun task = LongRun.set(row, directory)) {
            Scene scene = task.scene();
            EndpointProcess endpoint = scene.own(EndpointProcess.start(scene));
            task.begin();
            Recovery hole;
            Recovery killed;
            try (AgentMetrics metrics = AgentMetrics.watch(run.resolve("http"))) {
                task.turn();
                hole = blackHole(task, metrics);
                killed = kill(endpoint, task, metrics);
            }
            task.end();
            FileTally tally = FileTally.of(endpoint.file());
            write(tally, hole, killed);
            checkBooks(task, tally);
            scene.checkMemory();
        }
    }

    private static Recovery blackHole(LongRun task, AgentMetrics metrics) throws Exception {
        long sinceNs = System.nanoTime();
        Firewall.drop(task.scene());
        while (System.nanoTime() - sinceNs < TimeUnit.SECONDS.toNanos(SECONDS)) {
            task.turn();
        }
        AgentMetrics.Sample last = metrics.now();
        Firewall.open(task.scene());
        return recover("black hole", sinceNs, last, task, metrics);
    }

    private static Recovery kill(EndpointProcess endpoint, LongRun task, AgentMetrics metrics) throws Exception {
        long sinceNs = System.nanoTime();
        task.beginRequests();
        Thread.sleep(200);
        endpoint.kill();
        task.awaitRequests();
        for (int i = 0; i < KILLED_TURNS; i++) {
            task.turn();
        }
        AgentMetrics.Sample last = metrics.now();
        endpoint.begin();
        return recover("endpoint killed -9", sinceNs, last, task, metrics);
    }

    /// The load goes on until all that waited is acknowledged.
    private static Recovery recover(
            String fault, long sinceNs, AgentMetrics.Sample last, LongRun task, AgentMetrics metrics) throws Exception {
        long backNs = System.nanoTime();
        assertThat(last.waiting()).as("batches that wait").isPositive();
        long all = last.acknowledged() + last.waiting();
        AgentMetrics.Sample done = null;
        for (int i = 0; done == null && i < TURNS_MAX; i++) {
            task.turn();
            done = metrics.first(backNs, all);
        }
        AgentMetrics.Sample first = metrics.first(backNs, last.acknowledged() + 1);
        if (done == null || first == null) {
            throw new AssertionError("what waited was not delivered: " + metrics.now() + ", "
                    + task.scene().agentLog());
        }
        return new Recovery(fault, backNs - sinceNs, last, backNs, first.ns(), done);
    }

    /// Delivery lost nothing; all that was done is in the file once, but for what a busy machine kept the agent from
    /// reading in time, exactly as it was counted.
    private static void checkBooks(LongRun task, FileTally tally) throws IOException {
        task.checkBooks(done -> {
            long received = tally.received(done.containerId(), done.key(), done.kind());
            long lost = tally.lost(done.containerId(), done.kind());
            long missing = done.count() - received;
            boolean isShared = FileTally.isOfFile(done.kind()) || done.isServer();
            boolean isExact = isShared ? missing >= 0 && missing <= lost : missing == lost;
            return isExact ? null : "received " + received + ", lost " + lost;
        });
        assertThat(tally.lostBy().keySet()).noneMatch(by -> by.startsWith("spool"));
    }

    private static void write(FileTally tally, Recovery... recoveries) throws IOException {
        StringBuilder text = new StringBuilder("""
                | fault | lasted | waited | first acknowledged after | all acknowledged after | made up for |
                |---|---|---|---|---|---|
                """);
        for (Recovery recovery : recoveries) {
            text.append(recovery.line(tally)).append('\n');
        }
        text.append("\nEvents lost of all containers and the host, by stage and reason: ")
                .append(tally.lostBy())
                .append(".\n");
        Path to = Path.of(System.getProperty("basedir", "."), "target", "chaos", "recovery.md");
        Files.createDirectories(to.getParent());
        Files.writeString(to, text);
    }

    /// @param lastedNs from the fault to its end
    /// @param last before the end of the fault
    /// @param backNs the end of the fault
    /// @param firstNs the first acknowledgement after it
    /// @param done when all that waited was acknowledged
    private record Recovery(
            String fault,
            long lastedNs,
            AgentMetrics.Sample last,
            long backNs,
            long firstNs,
            AgentMetrics.Sample done) {

        /// One agent's batches are numbered from 1 and acknowledged in this order.
        String line(FileTally tally) {
            long batches = done.acknowledged() - last.acknowledged();
            long events = tally.events(last.acknowledged(), done.acknowledged());
            // The first one was on its way before it was seen: at least the time between two looks.
            double seconds = Math.max(0.1, (done.ns() - firstNs) / 1e9 + 0.1);
            return String.format(
                    Locale.ROOT,
                    "| %s | %.1f s | %,d batches, %,d events | %.1f s | %.1f s | %,.0f batches/s, %,.0f events/s |",
                    fault,
                    lastedNs / 1e9,
                    last.waiting(),
                    tally.events(last.acknowledged(), last.acknowledged() + last.waiting()),
                    (firstNs - backNs) / 1e9,
                    (done.ns() - backNs) / 1e9,
                    batches / seconds,
                    events / seconds);
        }
    }
}
