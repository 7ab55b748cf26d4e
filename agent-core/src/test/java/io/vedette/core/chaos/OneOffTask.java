package io.vedette.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.CrunTask;
import io.vedette.core.container.SharedNamespace;
import java.nio.file.Files;
import java.nio.file.Path;

/// A task of its own with one app that ends, and an agent that is broken. The agent's container is not
/// essential: the task ends with its app, and is what its app's exit code says.
final class OneOffTask {

    private static final String AGENT = "vedette";
    private static final String APP = "only";
    private static final int ROUNDS = 3;

    private final Path program;

    /// @param program `chaos`, compiled
    OneOffTask(Path program) {
        this.program = program;
    }

    /// The agent can't start.
    void runWithoutAgent(Scene scene) throws Exception {
        run(scene, "/opt/vedette/bin/no-such-agent", true);
    }

    /// The agent's image has something else, which never is ready and never ends.
    void runWithHangingAgent(Scene scene) throws Exception {
        run(scene, "/bin/sleep", false);
    }

    private void run(Scene scene, String agent, boolean ends) throws Exception {
        Path directory = Files.createTempDirectory(scene.directory(), "one-off");
        try (CrunTask task =
                CrunTask.builder(directory).file("/bin/chaos", program).start()) {
            task.begin(ContainerSpec.of(AGENT, agent, "1000000").sharing(SharedNamespace.values()));
            task.begin(
                    ContainerSpec.of(APP, "/bin/chaos", "job", APP, "" + ROUNDS).sharing(SharedNamespace.values()));
            assertThat(task.await(APP))
                    .as("exit code of the only app: %s", task.log(APP))
                    .isZero();
            if (ends) {
                assertThat(task.await(AGENT))
                        .as("exit code of the agent: %s", task.log(AGENT))
                        .isNotZero();
            } else {
                assertThat(task.hasEnded(AGENT))
                        .as("the app waited for the agent")
                        .isFalse();
            }
        }
    }
}
