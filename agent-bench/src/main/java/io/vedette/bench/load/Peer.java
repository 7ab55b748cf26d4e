package io.vedette.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A tool of others that runs from a command of the shell, and ends by SIGINT.
///
/// A command tells what it sees on its stdout. One that starts what it traces begins with [#WRAPS] and writes to
/// `$OUT`.
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
    /// @param command for `sh -c`
    /// @param mark what a line that tells an event of the load has in it
    record Sight(String command, String mark) {}

    @Override
    public boolean watches(Load load) {
        return sights.containsKey(load);
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
        Process process = new ProcessBuilder("sh", "-c", "exec " + sight.command())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        Thread.sleep(START_MS);
        if (!process.isAlive()) {
            throw new IOException(name + " has ended: " + Files.readString(out).strip());
        }
        return new Beside(process, out, sight.mark());
    }

    private static long count(Path out, String mark) throws IOException {
        try (Stream<String> lines = Files.lines(out, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(mark)).count();
        }
    }

    /// It ends with the load. What it takes can't be told from what the load takes.
    private record Wrapper(String command, Path out, String mark) implements Watching {

        @Override
        public java.util.List<String> wrapper() {
            return java.util.List.of("sh", "-c", "OUT=" + out + "; exec " + command + " \"$@\"", "sh");
        }

        @Override
        public Footprint footprint() {
            return new Footprint(0, 0);
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

    private record Beside(Process process, Path out, String mark) implements Watching {

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
            return count(out, mark);
        }

        @Override
        public void close() throws IOException {
            try {
                new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
                if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
                Files.delete(out);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
