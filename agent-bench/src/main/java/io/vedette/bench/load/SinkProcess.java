package io.vedette.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// [SinkMain], started and asked. It is nice to the others: an endpoint elsewhere takes none of the task's CPUs.
final class SinkProcess implements AutoCloseable {

    /// When nothing more came for so long, all has come: repeated opens are told within a second of the last one, and
    /// losses with the heartbeat, every second.
    private static final long QUIET_NS = 1_400_000_000;

    private static final int NICEST = 19;
    private static final long LONGEST_NS = 60_000_000_000L;

    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;
    private final int port;

    /// @param arguments of [SinkMain]
    SinkProcess(List<String> arguments) throws IOException {
        this(NICEST, arguments);
    }

    /// @param nice how much it leaves the CPUs to others, from 0 to [#NICEST]
    SinkProcess(int nice, List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("nice", "-n", "" + nice, System.getProperty("java.home") + "/bin/java"));
        // As the agent's, but for its limits: an endpoint holds whole batches.
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:-UsePerfData"));
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SinkMain.class.getName()));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        questions = process.outputWriter(StandardCharsets.UTF_8);
        port = Integer.parseInt(answer());
    }

    int port() {
        return port;
    }

    SinkReport report() throws IOException {
        return SinkReport.parse(ask("report"));
    }

    void reset() throws IOException {
        ask("reset");
    }

    /// What has come once nothing more comes.
    SinkReport awaitQuiet() throws IOException, InterruptedException {
        long endNs = System.nanoTime() + LONGEST_NS;
        SinkReport before = report();
        while (System.nanoTime() < endNs) {
            Thread.sleep(QUIET_NS / 1_000_000);
            SinkReport now = report();
            if (now.received() - before.received() < 100) {
                return now;
            }
            before = now;
        }
        return before;
    }

    private String ask(String question) throws IOException {
        questions.write(question + "\n");
        questions.flush();
        return answer();
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the sink has ended");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
    }
}
