package io.vedette.core.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
}
