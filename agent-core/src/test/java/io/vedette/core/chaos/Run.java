package io.vedette.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.CrunTask;
import io.vedette.core.container.SharedNamespace;
import io.vedette.core.delivery.Delivered;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// One life of a task under a row's fault, checked as it goes: the app starts, answers everything and ends well, and
/// so do the one-off apps; the agent does what the row says; the books are exact. Times are only taken.
final class Run {

    static final int REQUESTS = 100;
    static final int REQUESTS_PER_SECOND = 500;

    /// How often the app that answers them does what is looked for first.
    private static final Map<String, Integer> OF_REQUESTS = Map.of("unlink", REQUESTS, "exec", REQUESTS / 10);

    private static final String APP = "app";
    private static final int PORT = 8080;
    private static final int ROUNDS = 20;

    private final Row row;
    private final Scene scene;
    private final Load load;
    private final List<Long> starting = new ArrayList<>();
    private final List<Long> running = new ArrayList<>();
    private final Map<Phase, Instant[]> times = new EnumMap<>(Phase.class);
    private long startNs;

    private Run(Row row, Scene scene, Load load) {
        this.row = row;
        this.scene = scene;
        this.load = load;
    }

    /// @param program `chaos`, compiled
    static Outcome of(Row row, Path directory, Path program) throws Exception {
        try (Scene scene = Scene.set(row, directory, program);
                Load load =
                        Load.start(program, scene.task().pid(CrunTask.PAUSE), PORT, directory.resolve("load.log"))) {
            return new Run(row, scene, load).perform();
        }
    }

    private boolean hasAgent() {
        return row.sidecar() != null;
    }

    private Outcome perform() throws Exception {
        start();
        if (hasAgent()) {
            scene.awaitAgentSays(row.says());
        }
        phase(Phase.BEFORE, Step.NOTHING);
        if (hasAgent() && !row.watched().in(Phase.DURING) && row.watched().in(Phase.BEFORE)) {
            awaitDelivered(Phase.BEFORE);
        }
        phase(Phase.DURING, it -> {
            row.world().act(it);
            if (hasAgent()) {
                row.inject().act(it);
            }
        });
        if (hasAgent()) {
            row.heal().act(scene);
        }
        phase(Phase.AFTER, Step.NOTHING);
        String end = hasAgent() ? endAgent() : "";
        load.end();
        assertThat(scene.task().await(APP))
                .as("exit code of the app: %s", scene.task().log(APP))
                .isZero();
        scene.endpoint().stop();
        return new Outcome(
                startNs,
                new Latencies(starting),
                new Latencies(running),
                scene.peakBytes(),
                end,
                hasAgent() ? checkBooks() : new Ledger.Books(0, 0, 0, 0, 0));
    }

    /// The agent's container is asked for first, and nobody waits for it.
    private void start() throws Exception {
        if (hasAgent()) {
            if (OldCgroup.has("memory")) {
                scene.cgroup("memory").set("memory.limit_in_bytes", Scene.MEMORY_BYTES);
            }
            row.prepare().act(scene);
            scene.beginAgent();
        }
        ContainerSpec app =
                ContainerSpec.of(APP, "/bin/chaos", "serve", "" + PORT).sharing(SharedNamespace.values());
        long askedNs = System.nanoTime();
        scene.task().begin(app);
        load.beginFirst();
        row.meanwhile().act(scene);
        startNs = load.awaitFirst() - askedNs;
        load.begin(Phase.START, REQUESTS, REQUESTS_PER_SECOND);
        take(starting);
    }

    private void phase(Phase phase, Step step) throws Exception {
        Elsewhere.standBack();
        try {
            load.begin(phase, REQUESTS, REQUESTS_PER_SECOND);
            step.act(scene);
            Instant before = Instant.now();
            ContainerSpec job = ContainerSpec.of(phase.job(), "/bin/chaos", "job", phase.job(), "" + ROUNDS)
                    .sharing(SharedNamespace.values());
            scene.task().begin(job);
            assertThat(scene.task().await(phase.job()))
                    .as("exit code of a one-off app: %s", scene.task().log(phase.job()))
                    .isZero();
            times.put(phase, new Instant[] {before, Instant.now()});
            take(running);
        } finally {
            Elsewhere.comeBack();
        }
    }

    private void take(List<Long> latencies) throws IOException {
        Load.Answers answers = load.await();
        assertThat(answers.failed()).as("answers that failed").isZero();
        assertThat(answers.latenciesNs()).as("answers").hasSize(REQUESTS);
        latencies.addAll(answers.latenciesNs());
    }

    /// Until nothing of this phase is on its way.
    private void awaitDelivered(Phase phase) throws IOException, InterruptedException {
        String job = scene.task().containerId(phase.job());
        String app = scene.task().containerId(APP);
        Map<String, Long> done = Ledger.counts(scene.task().log(phase.job())).get(phase.job());
        for (int i = 0; i < 500; i++) {
            Delivered sofar = scene.taken().delivered();
            if (hasAll(sofar, job, phase.job(), done) && hasAll(sofar, app, "p" + phase.letter(), OF_REQUESTS)) {
                return;
            }
            Thread.sleep(20);
        }
    }

    private boolean hasAll(Delivered sofar, String container, String key, Map<String, ? extends Number> done) {
        return done.entrySet().stream()
                .filter(e -> row.watching().tells(e.getKey()))
                .allMatch(e -> Ledger.count(sofar, container, key, e.getKey())
                        == e.getValue().longValue());
    }

    private String endAgent() throws Exception {
        scene.samplePeak();
        String end = switch (row.ending()) {
            case Ending.Stops stops -> {
                assertThat(scene.agentHasEnded())
                        .as("the agent ended early: %s", scene.agentLog())
                        .isFalse();
                scene.signalAgent("TERM");
                int code = scene.awaitAgentEnd();
                assertThat(code)
                        .as("exit code of the agent: %s", scene.agentLog())
                        .isEqualTo(stops.code());
                yield "stops, " + code;
            }
            case Ending.Gone gone -> {
                int code = scene.awaitAgentEnd();
                assertThat(gone.codes())
                        .as("exit code of the agent: %s", scene.agentLog())
                        .contains(code);
                yield "gone, " + code;
            }
            case Ending.Deaf deaf -> {
                assertThat(scene.agentHasEnded())
                        .as("the agent ended: %s", scene.agentLog())
                        .isFalse();
                scene.signalAgent("KILL");
                yield "has to be killed, " + scene.awaitAgentEnd();
            }
        };
        scene.checkMemory();
        return end;
    }

    private Ledger.Books checkBooks() throws Exception {
        TaskLines taken = scene.taken();
        Delivered delivered = taken.delivered();
        Delivered waiting = Waiting.read(scene.leftInSpool(), scene.task().taskId(), taken);
        Ledger ledger = new Ledger(row.watching(), delivered, waiting, new SaidLost(scene.agentLogs()));
        try {
            for (Phase phase : times.keySet()) {
                ledger.checkJob(
                        scene.task().containerId(phase.job()),
                        scene.task().log(phase.job()),
                        row.watched().in(phase));
            }
            ledger.checkApp(scene.task().containerId(APP), scene.task().log(APP), row.watched());
            if (row.watched() == Watched.BUT_FOR_FAULT) {
                checkGap(delivered.of("gap"));
            }
            row.check().check(scene, ledger);
        } catch (AssertionError wrong) {
            Report.keep(row, delivered, scene.agentLog());
            throw wrong;
        }
        return ledger.books();
    }

    /// What was not watched is told: all of the time in which the one-off app ran under the fault.
    private void checkGap(List<JsonNode> gaps) {
        List<JsonNode> betweenAgents =
                gaps.stream().filter(gap -> !row.watching().excuses(gap)).toList();
        assertThat(betweenAgents).hasSize(1);
        JsonNode gap = betweenAgents.getFirst();
        Instant[] during = times.get(Phase.DURING);
        assertThat(Instant.parse(gap.path("from").asText())).isBefore(during[0]);
        assertThat(Instant.parse(gap.path("to").asText())).isAfter(during[1]);
    }

    /// What a run showed.
    ///
    /// @param startNs from asking for the app's container to its first answer
    /// @param starting latencies of requests while the agent starts
    /// @param running of those after it
    /// @param peakBytes what the agent had of memory at most, as far as it was seen
    /// @param end how the agent ended
    record Outcome(
            long startNs, Latencies starting, Latencies running, long peakBytes, String end, Ledger.Books books) {}

    /// Sorted.
    record Latencies(List<Long> ns) {

        Latencies {
            ns = ns.stream().sorted().toList();
        }

        long quantileNs(double quantile) {
            return ns.get((int) Math.ceil(quantile * ns.size()) - 1);
        }
    }
}
