package io.vedette.bench.load;

import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A tool of others that runs from a command of the shell, and ends by SIGINT, else by SIGTERM.
///
/// A command tells what it sees on its stdout or in the file `$OUT`. One that starts what it traces begins with
/// [#WRAPS]
/// and writes to `$OUT`.
///
/// @param directory for what it writes
/// @param sights for each load that it can watch
record Peer(String name, Path directory, Map<Load, Sight> sights) implements Watcher {

    static final String WRAPS = "wraps ";

    /// What a peer takes until it watches. Few say when they do.
    private static final long START_MS = 3_000;

    private static final long STOP_SECONDS = 10;

    /// How a load is watched.
    ///
    /// @param command for `sh -c`; the peer has to take the place of that shell
    /// @param mark what a line that tells an event of the load has in it
    /// @param afterwards for `sh -c`, when the peer has ended
    /// @param share one in how many of the load's operations are enough, of a peer that makes them last for minutes
    record Sight(String command, String mark, String afterwards, int share) {

        Sight(String command, String mark) {
            this("exec " + command, mark, ":", 1);
        }

        static Sight wraps(String command, String mark, int share) {
            return new Sight(WRAPS + command, mark, ":", share);
        }
    }

    /// It can't run here.
    static final class NotHere extends IOException {

        @Serial
        private static final long serialVersionUID = 1L;

        NotHere(String why) {
            super(why);
        }
    }

    @Override
    public boolean watches(Load load) {
        return sights.containsKey(load);
    }

    @Override
    public long operations(Load load) {
        return load.count() / Objects.requireNonNull(sights.get(load)).share();
    }

    @Override
    public Watching start(Load load) throws IOException, InterruptedException {
        Sight sight = sights.get(load);
        if (sight == null) {
            throw new IllegalArgumentException(name + " does not watch " + load);
        }
        Path out = Files.createTempFile(directory, name, ".out");
        if (sight.command().startsWith(WRAPS)) {
            return new Wrapper(sight.command().substring(WRAPS.length()), out, sight.mark());
        }
        ProcessBuilder command = new ProcessBuilder("sh", "-c", sight.command())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        command.environment().put("OUT", out.toString());
        Process process = command.start();
        Thread.sleep(START_MS);
        if (!process.isAlive()) {
            throw new NotHere(name + " has ended: "
                    + Files.readString(out).strip().lines().findFirst().orElse("in silence"));
        }
        return new Beside(process, out, sight);
    }

    private static long count(Path out, String mark) throws IOException {
        try (Stream<String> lines = Files.lines(out, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(mark)).count();
        }
    }

    /// It ends with the load. What it takes can't be told from what the load takes.
    private record Wrapper(String command, Path out, String mark) implements Watching {

        @Override
        public List<String> wrapper() {
            return List.of("sh", "-c", "OUT=" + out + "; exec " + command + " \"$@\"", "sh");
        }

        @Override
        public Footprint footprint() {
            return Footprint.NONE;
        }

        @Override
        public long captured() throws IOException {
            return count(out, mark);
        }

        @Override
        public void close() throws IOException {
            Files.delete(out);
        }
    }

    private record Beside(Process process, Path out, Sight sight) implements Watching {

        @Override
        public Footprint footprint() throws IOException {
            return Footprint.of(process.pid());
        }

        @Override
        public long captured() throws IOException, InterruptedException {
            long before = -1;
            while (Files.size(out) != before) {
                before = Files.size(out);
                Thread.sleep(1_000);
            }
            return count(out, sight.mark());
        }

        @Override
        public void close() throws IOException {
            try {
                for (String signal : List.of("INT", "TERM", "KILL")) {
                    if (process.isAlive()) {
                        new ProcessBuilder("kill", "-" + signal, "" + process.pid())
                                .start()
                                .waitFor();
                        process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
                    }
                }
                new ProcessBuilder("sh", "-c", sight.afterwards())
                        .inheritIO()
                        .start()
                        .waitFor();
                Files.delete(out);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
