package io.vedette.core.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/// Starts programs that get file descriptors of this process, which Java's own way does not give.
///
/// Whoever starts one waits for its end with [Libc#waitpid]. One thread at a time; the program has the rights and the
/// priority of the thread that starts it.
public final class Program {

    /// More than `posix_spawn_file_actions_t` takes.
    private static final int ACTIONS_BYTES = 256;

    private static final int FIRST_FD = 3;

    private static final MemorySegment INIT = NativeCall.ofLibc("posix_spawn_file_actions_init");
    private static final MemorySegment DUP = NativeCall.ofLibc("posix_spawn_file_actions_adddup2");
    private static final MemorySegment DESTROY = NativeCall.ofLibc("posix_spawn_file_actions_destroy");
    private static final MemorySegment SPAWN = NativeCall.ofLibc("posix_spawn");

    private final NativeCall call = new NativeCall();

    /// Starts one with an empty environment.
    ///
    /// @param fds descriptors that it gets, as 3, 4, …; each greater than those numbers, as they are in any JVM
    /// @param args after its own name
    /// @return its pid, or `-errno`
    public int start(Path program, List<Integer> fds, List<String> args) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(ACTIONS_BYTES, Long.BYTES);
            MemorySegment pid = arena.allocate(JAVA_INT);
            MemorySegment path = arena.allocateFrom(program.toString());
            MemorySegment argv = arena.allocate(ADDRESS, args.size() + 2L);
            argv.setAtIndex(ADDRESS, 0, path);
            for (int i = 0; i < args.size(); i++) {
                argv.setAtIndex(ADDRESS, i + 1L, arena.allocateFrom(args.get(i)));
            }
            MemorySegment environment = arena.allocate(ADDRESS);
            call.call(INIT, actions.address(), 0, 0, 0, 0, 0);
            for (int i = 0; i < fds.size(); i++) {
                call.call(DUP, actions.address(), fds.get(i), FIRST_FD + i, 0, 0, 0);
            }
            // It answers an error number, and leaves errno alone.
            int error = (int) call.call(
                    SPAWN, pid.address(), path.address(), actions.address(), 0, argv.address(), environment.address());
            call.call(DESTROY, actions.address(), 0, 0, 0, 0, 0);
            return error == 0 ? pid.get(JAVA_INT, 0) : -error;
        }
    }
}
