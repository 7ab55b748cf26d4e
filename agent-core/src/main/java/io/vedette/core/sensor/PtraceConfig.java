package io.vedette.core.sensor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/// How the sensor that watches by ptrace is set up.
///
/// @param program the tracer
/// @param procfs where procfs is mounted
/// @param ringBytes a power of two
/// @param turnNs between two looks at the ring while records come
/// @param debuggers names of programs, as `comm` has them, that the tracer makes room for
/// @param throttling the file that tells how often the quota of the agent's container ran out; beside it is its share
/// @param starter runs what starts a process
public record PtraceConfig(
        Path program,
        Path procfs,
        int ringBytes,
        long turnNs,
        List<String> debuggers,
        Optional<Path> throttling,
        Starter starter) {

    /// That trace processes themselves.
    public static final List<String> DEBUGGERS =
            List.of("gdb", "gdbserver", "strace", "ltrace", "lldb", "lldb-server", "dlv", "rr", "py-spy", "jhsdb");

    public PtraceConfig {
        debuggers = List.copyOf(debuggers);
    }

    /// Runs a start on a thread with the rights and the priority that the program is to have.
    @FunctionalInterface
    public interface Starter {

        /// On the thread that asks.
        Starter HERE = IntSupplier::getAsInt;

        /// @return what the start answers
        int start(IntSupplier start);
    }
}
