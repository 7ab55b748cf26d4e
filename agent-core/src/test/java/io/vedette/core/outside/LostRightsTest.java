package io.vedette.core.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.container.Confinement;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.DockerProfile;
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

    private static final List<String> EBPF =
            Stream.concat(ALL.stream(), Stream.of("CAP_BPF", "CAP_PERFMON")).toList();

    @TempDir
    private Path directory;

    static Stream<Arguments> rights() {
        UnaryOperator<ContainerSpec> asItIs = spec -> spec;
        UnaryOperator<ContainerSpec> hidden =
                with(new Mount("proc", "proc", "/proc", List.of("hidepid=2", "gid=4711")));
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
                Arguments.of("hidepid alone", ALL, hidden, "CAP_BPF and CAP_PERFMON", "ptrace+packet+inotify"),
                Arguments.of(
                        "hidepid and no SYS_PTRACE",
                        Dockers.DEFAULT,
                        hidden,
                        "without hidepid",
                        "procfs+packet+inotify"),
                Arguments.of(
                        "what Docker gives and refuses",
                        Dockers.DEFAULT,
                        confined(DockerProfile::in),
                        "CAP_SYS_PTRACE shows them",
                        "procfs+packet+inotify"),
                Arguments.of(
                        "a view of its own of cgroups",
                        ALL,
                        confined(Confinement::withOwnCgroups),
                        "CAP_BPF and CAP_PERFMON",
                        "ptrace+packet+inotify"),
                Arguments.of("none", List.of(), asItIs, "CAP_DAC_OVERRIDE tells it", "procfs+sockets"));
    }

    /// Of those that eBPF takes.
    static Stream<Arguments> rightsOfEbpf() {
        UnaryOperator<ContainerSpec> asItIs = spec -> spec;
        String without = "ptrace+packet+inotify";
        return Stream.of(
                Arguments.of("all", EBPF, asItIs, "", "ebpf"),
                Arguments.of("no CAP_BPF", Dockers.without(EBPF, "CAP_BPF"), asItIs, "CAP_BPF", without),
                Arguments.of("no CAP_PERFMON", Dockers.without(EBPF, "CAP_PERFMON"), asItIs, "CAP_PERFMON", without),
                Arguments.of("no bpf call", EBPF, confined(all -> all.deny("bpf")), "seccomp", without),
                Arguments.of("no BTF", EBPF, with(Mount.memory("/sys/kernel/btf", "4k")), "BTF", without),
                Arguments.of("no tracefs", EBPF, with(Mount.memory("/sys/kernel/tracing", "4k")), "", "ebpf"),
                Arguments.of("a view of its own of cgroups", EBPF, confined(Confinement::withOwnCgroups), "", "ebpf"));
    }

    private static UnaryOperator<ContainerSpec> with(Mount mount) {
        return confined(rest -> rest.mount(mount));
    }

    private static UnaryOperator<ContainerSpec> confined(UnaryOperator<Confinement> change) {
        return spec -> spec.confined(change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"rights", "rightsOfEbpf"})
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
            // Whatever it sees of cgroups and processes, it knows in which container it was.
            assertThat(listen.path("container").path("id").asText())
                    .as("%s", listen)
                    .isIn(task.id("server"), capabilities.contains("CAP_SYS_PTRACE") ? task.id("server") : "unknown");
            boolean isKnown = capabilities.contains("CAP_SYS_PTRACE");
            assertThat(listen.path("incomplete").toString().contains("process_unknown"))
                    .as("%s", listen)
                    .isEqualTo(!isKnown);
        }
    }
}
