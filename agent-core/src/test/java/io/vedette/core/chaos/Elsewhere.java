package io.vedette.core.chaos;

import io.vedette.core.ffi.Privileges;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// The endpoint is on another machine, where there is one. Here it is in this process, on the CPUs of the task: as
/// far as a scheduler can help it, what it does with the agent's events is to delay nobody.
///
/// Threads stand back from [#standBack] on, the session of this process until [#comeBack]: where sessions share the
/// CPUs, a nice value of a thread counts inside of its session only. Whoever is not to stand back with it needs a
/// session of its own (`setsid`).
final class Elsewhere {

    private static final int NICE = 19;
    private static final long SLICE_NS = 10_000_000;

    /// Of the endpoint and of the JVM. Not those that start containers, which would have the same.
    private static final List<String> THREADS = List.of("vedette-", "grpc-", "C1 ", "C2 ", "VM ", "G1 ", "GC ");

    private static final Path SESSION = Path.of("/proc/self/autogroup");

    private Elsewhere() {}

    /// The threads of the endpoint stand back, those that they make, and all of this session.
    static void standBack() throws IOException {
        standBackThreads();
        setSession(NICE);
    }

    /// The session is like others again.
    static void comeBack() throws IOException {
        setSession(0);
    }

    /// The session of the machine's first process is of no group: its file is empty and refuses all.
    private static void setSession(int nice) throws IOException {
        if (Files.exists(SESSION) && !Files.readString(SESSION).isEmpty()) {
            Files.writeString(SESSION, nice + "\n");
        }
    }

    private static void standBackThreads() throws IOException {
        Privileges privileges = new Privileges();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                if (isOne(thread)) {
                    privileges.setBatch(Integer.parseInt(thread.getFileName().toString()), NICE, SLICE_NS);
                }
            }
        }
    }

    private static boolean isOne(Path thread) throws IOException {
        try {
            String name = Files.readString(thread.resolve("comm"));
            return THREADS.stream().anyMatch(name::startsWith);
        } catch (NoSuchFileException ended) {
            return false;
        }
    }
}
