package io.vedette.core.sensor;

import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.RecordLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Reads the args of running processes from procfs.
final class ProcfsArgs {

    private final Path procfs;

    ProcfsArgs(Path procfs) {
        this.procfs = procfs;
    }

    /// Appends the args, unless they can't be had or another process has the id by now.
    ///
    /// procfs names processes by their ids in its own pid namespace. That is the initial one, or the one that
    /// the process itself is in; which of the two, the start time tells.
    ///
    /// @param process the process that `record` is about
    void addTo(RunningRecord record, ExecFlyweight process) {
        long ticks = process.startBootTimeNs() / ProcfsStat.NANOSECONDS_PER_TICK;
        if (!addTo(record, procfs.resolve(Integer.toString(process.tgid())), ticks)) {
            addTo(record, procfs.resolve(Integer.toString(process.process().pid())), ticks);
        }
    }

    /// The start time is read last: when it is the expected one then, the args were this process's.
    private static boolean addTo(RunningRecord record, Path directory, long startTicks) {
        try (InputStream in = Files.newInputStream(directory.resolve("cmdline"))) {
            byte[] args = in.readNBytes(RecordLayout.ARGS_MAX);
            int total = args.length + (int) in.transferTo(OutputStream.nullOutputStream());
            // One that is ending has none any more.
            boolean isEmpty = args.length == 0;
            if (!ProcfsStat.read(directory)
                    .map(stat -> stat.startTicks() == startTicks && (!isEmpty || stat.isKernelThread()))
                    .orElse(false)) {
                return false;
            }
            append(record, args, total);
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    /// A process may have written over its args; then the last NUL can be missing.
    static void append(RunningRecord record, byte[] args, int total) {
        boolean unterminated = args.length > 0 && args.length == total && args[args.length - 1] != 0;
        if (unterminated && args.length < RecordLayout.ARGS_MAX) {
            record.appendArgs(Arrays.copyOf(args, args.length + 1), total + 1);
        } else {
            record.appendArgs(args, total);
        }
    }
}
