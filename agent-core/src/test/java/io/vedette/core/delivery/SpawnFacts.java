package io.vedette.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What the generator `spawn` wrote down of what it did: the truth that events are compared with.
public record SpawnFacts(List<Fact> facts) {

    /// One process.
    ///
    /// @param pid in the container's pid namespace
    /// @param status as waitpid gave it
    /// @param beforeBootNs before the fork
    /// @param afterBootNs after the wait
    /// @param execFailed whether its execve was to fail
    public record Fact(
            int index,
            int pid,
            int status,
            long beforeBootNs,
            long afterBootNs,
            boolean execFailed,
            String path,
            List<String> args) {

        public int code() {
            return (status >> 8) & 0xff;
        }

        public int signal() {
            return status & 0x7f;
        }
    }

    public static SpawnFacts read(Path file) throws IOException {
        return new SpawnFacts(Files.readAllLines(file).stream()
                .map(line -> List.of(line.split("\t", -1)))
                .map(fields -> new Fact(
                        Integer.parseInt(fields.get(0)),
                        Integer.parseInt(fields.get(1)),
                        Integer.parseInt(fields.get(2)),
                        Long.parseLong(fields.get(3)),
                        Long.parseLong(fields.get(4)),
                        fields.get(5).equals("1"),
                        fields.get(6),
                        fields.subList(7, fields.size())))
                .toList());
    }

    public List<List<String>> argsOf(boolean execFailed) {
        return facts.stream()
                .filter(fact -> fact.execFailed() == execFailed)
                .map(Fact::args)
                .toList();
    }

    /// Checks that each process arrived once, of its container: made, become what it was to be, ended as it did.
    public void checkDelivered(Delivered all, String containerId) {
        assertThat(execs(all, containerId)).containsExactlyInAnyOrderElementsOf(argsOf(false));
        assertThat(all.of("fork", containerId).stream()
                        .map(line -> line.path("fork").path("child_pid").asInt())
                        .toList())
                .containsAll(facts.stream().map(Fact::pid).toList());
        assertThat(exits(all, containerId))
                .containsAll(facts.stream()
                        .map(fact -> fact.pid() + ":" + fact.code() + ":" + fact.signal())
                        .collect(Collectors.toSet()));
        Books.check(all, containerId);
    }

    /// The arguments of what generators made in a container. A generator's own exec is not one that it made.
    public static List<List<String>> execs(Delivered all, String containerId) {
        return all.of("exec", containerId).stream()
                .map(line -> Delivered.args(line.path("process")))
                .filter(args -> args.size() > 1 && args.get(1).startsWith("--end="))
                .sorted(Comparator.comparing(args -> args.get(2)))
                .toList();
    }

    private static Set<String> exits(Delivered all, String containerId) {
        return all.of("exit", containerId).stream()
                .map(line -> line.path("process").path("pid").asInt() + ":"
                        + line.path("exit").path("code").asInt() + ":"
                        + line.path("exit").path("signal").asInt())
                .collect(Collectors.toSet());
    }
}
