package io.vedette.core.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One `vedette` command in a JVM of its own, with the flags of production, so that a signal hits it alone.
///
/// What it wrote to standard error is in its log.
public final class VedetteProcess {

    /// Longer than any stop timeout of a test, and what is cleaned up after it.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path log;

    private VedetteProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// @param log what is already there stays
    public static VedetteProcess start(Path log, String... args) throws IOException {
        return start(List.of(), List.of(), log, Map.of(), args);
    }

    /// @param prefix of the command line, such as another program that starts it
    public static VedetteProcess startBy(List<String> prefix, Path log, String... args) throws IOException {
        return start(prefix, List.of(), log, Map.of(), args);
    }

    /// @param flags of the JVM, beside those of production
    static VedetteProcess startWith(List<String> flags, Path log, String... args) throws IOException {
        return start(List.of(), flags, log, Map.of(), args);
    }

    /// @param environment beside this process's
    static VedetteProcess start(Path log, Map<String, String> environment, String... args) throws IOException {
        return start(List.of(), List.of(), log, environment, args);
    }

    private static VedetteProcess start(
            List<String> prefix, List<String> flags, Path log, Map<String, String> environment, String... args)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of(System.getProperty("basedir", "."), "..", "deploy", "jvm.options"));
        if (args[0].equals("endpoint")) {
            // As the launcher does.
            command.add("-Xmx96m");
        }
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.vedette.core.main.Vedette"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        return new VedetteProcess(process, log);
    }

    /// Waits until its log has this.
    public MatchResult awaitLog(String regex) throws IOException, InterruptedException {
        Pattern pattern = Pattern.compile(regex);
        Instant limit = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(limit)) {
            Matcher matcher = pattern.matcher(log());
            if (matcher.find()) {
                return matcher.toMatchResult();
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("no \"" + regex + "\" in the log:\n" + log());
    }

    public long pid() {
        return process.pid();
    }

    public String log() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /// @param name as `STOP`
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    }

    /// SIGTERM, and waits for its end.
    ///
    /// @return the exit code
    public int stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not stop:\n" + log());
        }
        return process.exitValue();
    }

    /// Waits for its end, without a signal.
    ///
    /// @return the exit code
    int await() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end:\n" + log());
        }
        return process.exitValue();
    }

    /// SIGKILL, and waits for its end; nothing if it has ended.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
