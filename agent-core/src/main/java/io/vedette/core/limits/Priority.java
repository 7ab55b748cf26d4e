package io.vedette.core.limits;

import io.vedette.core.ffi.Errno;
import io.vedette.core.ffi.Privileges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes the agent stand back for its task: CPU, disk, and when memory runs out.
///
/// Before the agent makes its threads: they inherit it. What is refused is told and done without.
///
/// @param procRoot where procfs is mounted
public record Priority(Path procRoot, Consumer<String> refused) {

    /// Name of a thread that is left alone.
    public static final String PROMPT = "vedette-spawn";

    /// The kernel kills whoever has the highest score first, and this adds all that can be added.
    private static final int OOM_SCORE_ADJ = 1000;

    /// Class best effort, its last level.
    private static final int IO_PRIORITY = 2 << 13 | 7;

    /// A process of the task that wakes up must not wait until the agent has used up what it may run in one go. Longer
    /// than the kernel's default for any number of CPUs, 0.7 to 2.8 ms: then the other one goes first.
    private static final long SLICE_NS = 5_000_000;

    /// @param nice 0: CPU priority stays as it is
    public void lower(int nice) {
        Privileges privileges = new Privileges();
        Optional<Integer> failure = Optional.empty();
        Optional<Integer> ioFailure = Optional.empty();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(procRoot.resolve("self/task"))) {
            for (Path thread : threads) {
                if (isPrompt(thread)) {
                    continue;
                }
                int tid = Integer.parseInt(thread.getFileName().toString());
                if (nice > 0) {
                    failure = first(failure, privileges.setBatch(tid, nice, SLICE_NS));
                }
                ioFailure = first(ioFailure, privileges.setIoPriority(tid, IO_PRIORITY));
            }
        } catch (IOException | NumberFormatException unreadable) {
            refused.accept("The priority stays as it is: the list of threads could not be read.");
        }
        failure.ifPresent(errno -> refused.accept("The CPU priority stays as it is (" + Errno.name(errno) + ")."));
        if (nice > 0) {
            lowerSession(nice);
        }
        ioFailure.ifPresent(
                errno -> refused.accept("The priority on disks stays as it is (" + Errno.name(errno) + ")."));
        raiseOomScore();
    }

    private static boolean isPrompt(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).equals(PROMPT + "\n");
        } catch (IOException ended) {
            return false;
        }
    }

    /// A thread that has ended meanwhile is no failure.
    private static Optional<Integer> first(Optional<Integer> before, int answer) {
        return before.isEmpty() && answer < 0 && answer != -Errno.ESRCH ? Optional.of(-answer) : before;
    }

    /// Where processes are of no CPU cgroup the kernel may share out the CPU among sessions: then nice
    /// values count inside of a session only, and the session has one itself. See `autogroup` in sched(7).
    ///
    /// A session that did not begin with the agent, as when a shell starts it, stays as it is. So does
    /// the one of the machine's first process: it is of no group, its file is empty and refuses all.
    private void lowerSession(int nice) {
        Path group = procRoot.resolve("self/autogroup");
        try {
            if (Files.exists(group) && !Files.readString(group).isEmpty() && isSessionLeader()) {
                Files.writeString(group, nice + "\n");
            }
        } catch (IOException | RuntimeException denied) {
            refused.accept("The CPU priority of the agent's session stays as it is (" + denied.getMessage() + ").");
        }
    }

    /// See proc_pid_stat(5): the process, its name in parentheses, state, parent, group, session.
    private boolean isSessionLeader() throws IOException {
        String stat = Files.readString(procRoot.resolve("self/stat"), StandardCharsets.ISO_8859_1);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
        return stat.startsWith(fields[3] + " ");
    }

    private void raiseOomScore() {
        try {
            Files.writeString(procRoot.resolve("self/oom_score_adj"), OOM_SCORE_ADJ + "\n");
        } catch (IOException denied) {
            refused.accept(
                    "When memory runs out the task may be killed before the agent: oom_score_adj could not be set ("
                            + denied.getMessage() + ").");
        }
    }
}
