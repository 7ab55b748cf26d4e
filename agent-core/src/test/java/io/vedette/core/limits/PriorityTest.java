package io.vedette.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is done to the session, in a procfs without threads. `PriorityKernelTest` asks the kernel.
class PriorityTest {

    @TempDir
    private Path procRoot;

    private final List<String> refused = new ArrayList<>();

    @BeforeEach
    void makeProcess() throws IOException {
        Files.createDirectories(procRoot.resolve("self/task"));
    }

    @Test
    void theSessionThatTheAgentBeganIsLowered() throws IOException {
        lower("7 (vedette) S 1 7 7 0 -1", "/autogroup-3 nice 0\n");

        assertThat(group()).isEqualTo("11\n");
        assertThat(refused).isEmpty();
    }

    @Test
    void theSessionOfOthersStays() throws IOException {
        lower("7 (7 8 9 7) S 1 7 6 0 -1", "/autogroup-3 nice 0\n");

        assertThat(group()).isEqualTo("/autogroup-3 nice 0\n");
        assertThat(refused).isEmpty();
    }

    @Test
    void theFirstSessionOfTheMachineIsOfNoGroup() throws IOException {
        lower("1 (vedette) S 0 1 1 0 -1", "");

        assertThat(group()).isEmpty();
        assertThat(refused).isEmpty();
    }

    @Test
    void aKernelThatDoesNotAskForSessionsIsLeftAlone() {
        new Priority(procRoot, refused::add).lower(11);

        assertThat(procRoot.resolve("self/autogroup")).doesNotExist();
        assertThat(refused).isEmpty();
    }

    @Test
    void whatCannotBeReadIsTold() throws IOException {
        lower("7 (vedette) S", "/autogroup-3 nice 0\n");

        assertThat(refused).singleElement().asString().startsWith("The CPU priority of the agent's session stays");
    }

    private void lower(String stat, String group) throws IOException {
        Files.writeString(procRoot.resolve("self/stat"), stat + "\n");
        Files.writeString(procRoot.resolve("self/autogroup"), group);
        new Priority(procRoot, refused::add).lower(11);
    }

    private String group() throws IOException {
        return Files.readString(procRoot.resolve("self/autogroup"));
    }
}
