package io.vedette.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.CProgram;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.CrunTask;
import io.vedette.core.container.SharedNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A task with a healthy agent that goes on for a while, turn by turn: in each, the app answers a second of requests
/// and another one-off app runs. Used by one thread.
final class LongRun implements AutoCloseable {

    private static final int REQUESTS_PER_SECOND = 200;
    private static final int ROUNDS = 20;
    private static final int PORT = 8080;
    private static final String APP = "app";

    private final Scene scene;
    private final Load load;
    private int turns;

    private LongRun(Scene scene, Load load) {
        this.scene = scene;
        this.load = load;
    }

    /// Sets the scene; nothing runs yet.
    static LongRun set(Row row, Path directory) throws IOException, InterruptedException {
        Path program = CProgram.compile("chaos", directory);
        Scene scene = Scene.set(row, directory, program);
        try {
            long pausePid = scene.task().pid(CrunTask.PAUSE);
            return new LongRun(scene, Load.start(program, pausePid, PORT, directory.resolve("load.log")));
        } catch (IOException | RuntimeException e) {
            scene.close();
            throw e;
        }
    }

    Scene scene() {
        return scene;
    }

    /// Returns when the agent is ready and the app answers.
    void begin() throws IOException, InterruptedException {
        if (OldCgroup.has("memory")) {
            scene.cgroup("memory").set("memory.limit_in_bytes", Scene.MEMORY_BYTES);
        }
        scene.beginAgent();
        scene.awaitAgentSays(scene.row().says());
        scene.task()
                .begin(ContainerSpec.of(APP, "/bin/chaos", "serve", "" + PORT).sharing(SharedNamespace.values()));
        load.beginFirst();
        load.awaitFirst();
    }

    void turn() throws Exception {
        beginRequests();
        String job = job(turns);
        turns++;
        assertThat(scene.task()
                        .run(ContainerSpec.of(job, "/bin/chaos", "job", job, "" + ROUNDS)
                                .sharing(SharedNamespace.values())))
                .isZero();
        awaitRequests();
        assertThat(scene.agentHasEnded())
                .as("the agent has ended: %s", scene.agentLog())
                .isFalse();
    }

    /// Turns so far.
    int turns() {
        return turns;
    }

    /// Begins a second of requests.
    void beginRequests() throws IOException {
        load.begin(Phase.DURING, REQUESTS_PER_SECOND, REQUESTS_PER_SECOND);
    }

    /// Waits until all of them are answered.
    void awaitRequests() throws IOException {
        assertThat(load.await().failed()).isZero();
    }

    /// Ends the app, then the agent: both end well.
    void end() throws IOException, InterruptedException {
        load.end();
        assertThat(scene.task().await(APP)).isZero();
        scene.signalAgent("TERM");
        assertThat(scene.awaitAgentEnd()).as(scene.agentLog()).isZero();
    }

    /// Compares all that was done, once it has ended, with what came of it.
    void checkBooks(Account account) throws IOException {
        Map<String, String> wrong = new TreeMap<>();
        for (int turn = 0; turn < turns; turn++) {
            check(job(turn), job(turn), account, wrong);
        }
        check(APP, "p" + Phase.DURING.letter(), account, wrong);
        assertThat(wrong).isEmpty();
    }

    private void check(String container, String key, Account account, Map<String, String> wrong) throws IOException {
        String id = scene.task().containerId(container);
        boolean isServer = container.equals(APP);
        Ledger.counts(scene.task().log(container)).getOrDefault(key, Map.of()).forEach((kind, done) -> {
            String difference = account.difference(new Done(id, isServer, key, kind, done));
            if (difference != null) {
                wrong.put(key + " " + kind, "done " + done + ", " + difference);
            }
        });
    }

    private static String job(int turn) {
        return "job-" + turn;
    }

    @Override
    public void close() throws IOException {
        try {
            load.close();
        } finally {
            scene.close();
        }
    }

    /// What an app did.
    ///
    /// @param isServer whether it is the app that answers requests, not a one-off app
    /// @param key that it puts into its arguments and paths: see `chaos.h`
    record Done(String containerId, boolean isServer, String key, String kind, long count) {}

    /// What came of all that was done.
    interface Account {

        /// @return what came in place of it, null if it is right
        @Nullable
        String difference(Done done);
    }
}
