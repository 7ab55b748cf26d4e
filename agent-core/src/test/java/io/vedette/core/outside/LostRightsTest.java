package io.vedette.core.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each right taken away: the agent starts, says what it lost by that, and tells the rest.
@Tag("container")
class LostRightsTest {

    private static final List<String> ALL = Dockers.and("CAP_SYS_PTRACE");

    @TempDir
    private Path directory;

    static Stream<Arguments> rights() {
        UnaryOperator<ContainerSpec> asItIs = spec -> spec;
        UnaryOperator<ContainerSpec> hidden = spec ->
                spec.confined(rest -> rest.mount(new Mount("proc", "proc", "/proc", List.of("hidepid=2", "gid=4711"))));
        List<String> noRaw = Dockers.without(ALL, "CAP_NET_RAW");
        return Stream.of(
                Arguments.of("no NET_RAW", noRaw, asItIs, "CAP_NET_RAW shows them", "ptrace+sockets+inotify"),
                Arguments.of(
                        "no SYS_PTRACE", Dockers.DEFAULT, asItIs, "CAP_SYS_PTRACE shows them", "procfs+packet+inotify"),
                Arguments.of(
                        "neither",
                        Dockers.without(noRaw, "CAP_SYS_PTRACE"),
                        asItIs,
                        "it takes CAP_NET_RAW",
                        "procfs+sockets+inotify"),
                Arguments.of("hidepid", Dockers.DEFAULT, hidden, "without hidepid", "procfs+packet+inotify"),
                Arguments.of("none", List.of(), asItIs, "CAP_DAC_OVERRIDE tells it", "procfs+sockets"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rights")
    void startsSaysWhatIsLostAndTellsTheRest(
            String name, List<String> capabilities, UnaryOperator<ContainerSpec> change, String says, String tier)
            throws Exception {
        try (OutsideTask task = OutsideTask.start(directory, capabilities, change)) {
            assertThat(task.agentLog()).as(name).contains("ready tier=" + tier + " kinds=");
            // With a right that the agent lacks: so only SYS_PTRACE lets it look.
            task.launch(
                    task.app("server", "/bin/talk", "serve", "/facts/server").addCapabilities("CAP_SYS_NICE"));
            JsonNode listen = task.await(
                    "listen",
                    line -> line.path("listen").path("local").path("port").asInt() == 8080);
            task.launch(task.app("client", "/bin/talk", "call", "/facts/client", "1"));

            // It holds its last connection, so that who only looks now and then sees it too.
            task.await(
                    "connect",
                    line -> line.path("connect").path("remote").path("port").asInt() == 8080);
            task.await(
                    "health",
                    line -> line.path("agent").path("sensors").toString().contains(says));
            boolean isKnown = capabilities.contains("CAP_SYS_PTRACE");
            assertThat(listen.path("incomplete").toString().contains("process_unknown"))
                    .as("%s", listen)
                    .isEqualTo(!isKnown);
        }
    }
}
