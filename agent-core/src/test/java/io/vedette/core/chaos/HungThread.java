package io.vedette.core.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// A thread that makes no step any more, as one whose system call does not come back: it is traced, and its tracer
/// is stopped. It was waiting for something when that began: anywhere else it may hold up all of the JVM, which waits
/// for each of its threads at times.
final class HungThread implements Closeable {

    private static final int TRIES = 1000;
    /// Numbers on x86_64 and on arm64: futex, with its operation to wait for a time, and epoll_wait.
    private static final Pattern WAITING = Pattern.compile("(202|98) \\S+ 0x1?89 |(232|281|22) ");

    private final Process tracer;

    private HungThread(Process tracer) {
        this.tracer = tracer;
    }

    /// Returns when the thread stands still.
    ///
    /// @param name as the kernel has it
    static HungThread of(long pid, String name) throws IOException, InterruptedException {
        Path thread = find(pid, name);
        for (int i = 0; i < TRIES; i++) {
            HungThread hung = stop(thread);
            if (WAITING.matcher(Files.readString(thread.resolve("syscall"))).lookingAt()) {
                return hung;
            }
            hung.close();
        }
        throw new AssertionError(name + " never waits");
    }

    private static HungThread stop(Path thread) throws IOException, InterruptedException {
        Process tracer = new ProcessBuilder("strace", "-qq", "-o", "/dev/null", "-p", "" + thread.getFileName())
                .inheritIO()
                .start();
        HungThread hung = new HungThread(tracer);
        await(thread, "TracerPid:\t" + tracer.pid());
        Shell.run("kill -STOP \"$1\"", "" + tracer.pid());
        await(thread, "State:\tt");
        return hung;
    }

    private static Path find(long pid, String name) throws IOException {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                if (Files.readString(thread.resolve("comm")).strip().equals(name)) {
                    return thread;
                }
            }
        }
        throw new AssertionError("process " + pid + " has no thread " + name);
    }

    private static void await(Path thread, String line) throws IOException, InterruptedException {
        for (int i = 0; i < 2000; i++) {
            if (Files.readString(thread.resolve("status")).contains(line)) {
                return;
            }
            Thread.sleep(5);
        }
        throw new AssertionError("the thread never had \"" + line + "\"");
    }

    /// The thread goes on, if it still can.
    @Override
    public void close() {
        tracer.destroyForcibly().onExit().join();
    }
}
