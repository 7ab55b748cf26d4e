package io.vedette.core.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One container: a crun in the foreground, which stays as its parent and ends with its exit code.
final class CrunContainer {

    private static final File NOTHING = new File("/dev/null");
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final int NO_LONGER_THERE = 0;

    private final ContainerSpec spec;
    private final String id;
    private final Path log;
    private final Path pidFile;
    private final Process crun;
    private long pid;

    /// Starts the container; it may not yet run its command.
    ///
    /// @param directory its bundle, in which its log and pid file are kept
    /// @param crun the command that runs crun, up to and with the global options
    CrunContainer(ContainerSpec spec, String id, Path directory, List<String> crun) throws IOException {
        this.spec = spec;
        this.id = id;
        log = directory.resolve("log");
        pidFile = directory.resolve("pid").toAbsolutePath();
        // In a session of its own, as a runtime's daemon starts it: its share of the CPUs is not the test's.
        ProcessBuilder run = new ProcessBuilder("setsid");
        run.command().addAll(crun);
        run.command().addAll(List.of("run", "--bundle", "" + directory, "--pid-file", "" + pidFile, id));
        this.crun = run.redirectInput(NOTHING)
                .redirectOutput(log.toFile())
                .redirectErrorStream(true)
                .start();
    }

    String id() {
        return id;
    }

    /// The host's pid of its first process; 0 when it had ended before it was seen, or is not there yet.
    long pid() throws IOException {
        if (pid == NO_LONGER_THERE && Files.exists(pidFile)) {
            String written = Files.readString(pidFile).trim();
            pid = written.isEmpty() ? NO_LONGER_THERE : Long.parseLong(written);
        }
        return pid;
    }

    boolean hasEnded() {
        return !crun.isAlive();
    }

    String log() throws IOException {
        return Files.readString(log, UTF_8);
    }

    /// Waits until the container runs its own command, or has ended.
    void awaitStarted() throws IOException, InterruptedException {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (crun.isAlive() && !runsItsCommand()) {
            if (System.nanoTime() > limit) {
                throw new IllegalStateException("container " + spec.name() + " does not start: " + log());
            }
            Thread.sleep(1);
        }
        if (!Files.exists(pidFile)) {
            throw new IllegalStateException("container " + spec.name() + " did not start: " + log());
        }
    }

    /// Waits for its end.
    ///
    /// @return its exit code, 128 and the signal's number when it was killed
    int await(Duration limit) throws InterruptedException {
        if (!crun.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("container " + spec.name() + " still runs after " + limit);
        }
        return crun.exitValue();
    }

    /// Waits for crun to clean up after a container that is gone, and ends it when that takes too long.
    void forget(Duration patience) {
        // Of a process that has ended, Java would wait for whoever has its number by now.
        if (!crun.isAlive()) {
            return;
        }
        crun.onExit()
                .completeOnTimeout(crun, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        crun.destroyForcibly().onExit().join();
    }

    /// Between its clone and its execve the first process still is crun.
    private boolean runsItsCommand() throws IOException {
        Path cmdline = Path.of("/proc/" + pid() + "/cmdline");
        if (pid == NO_LONGER_THERE) {
            return false;
        }
        try {
            return Files.readString(cmdline, UTF_8).startsWith(spec.args().getFirst() + "\0");
        } catch (IOException ended) {
            return false;
        }
    }
}
