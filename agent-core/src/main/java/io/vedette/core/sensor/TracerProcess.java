package io.vedette.core.sensor;

import io.vedette.core.ffi.Errno;
import io.vedette.core.ffi.Libc;
import io.vedette.core.ffi.Program;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/// The tracer's guard, which starts tracers and ends late ones; itself a child of this process. It ends when this
/// process does, or when it is closed. One thread at a time.
final class TracerProcess implements AutoCloseable {

    private static final long PATIENCE_NS = 500_000_000;
    private static final long LOOK_NS = 500_000;

    private final Libc libc;
    private final int pid;
    private final int lifeFd;
    private boolean ended;

    private TracerProcess(Libc libc, int pid, int lifeFd) {
        this.libc = libc;
        this.pid = pid;
        this.lifeFd = lifeFd;
    }

    /// Whether it could be started.
    sealed interface Result {
        /// It is; its owner closes it.
        record Started(TracerProcess process) implements Result {}

        /// It could not be.
        ///
        /// @param errno positive
        record NotStarted(int errno) implements Result {}
    }

    /// @param wakeFd an eventfd, written to when a reader that sleeps has something to read
    static Result start(Libc libc, PtraceConfig config, TracerMemory memory, int wakeFd) {
        UnsafeBuffer ends = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * Integer.BYTES));
        int failure = libc.pipe(ends.addressOffset());
        if (failure < 0) {
            return new Result.NotStarted(-failure);
        }
        int readEnd = ends.getInt(0, ByteOrder.nativeOrder());
        int writeEnd = ends.getInt(Integer.BYTES, ByteOrder.nativeOrder());
        int pid = config.starter()
                .start(() -> new Program()
                        .start(
                                config.program(),
                                List.of(memory.fd(), wakeFd, readEnd),
                                List.of(
                                        "3",
                                        "4",
                                        "5",
                                        Integer.toString(config.ringBytes()),
                                        Long.toString(ProcessHandle.current().pid()),
                                        String.join(",", config.debuggers()),
                                        config.throttling().map(Path::toString).orElse(""))));
        libc.close(readEnd);
        if (pid < 0) {
            libc.close(writeEnd);
            return new Result.NotStarted(-pid);
        }
        return new Result.Started(new TracerProcess(libc, pid, writeEnd));
    }

    boolean hasEnded() {
        if (!ended) {
            int answer = libc.waitpid(pid, Libc.WNOHANG);
            ended = answer == pid || answer == -Errno.ECHILD;
        }
        return ended;
    }

    /// It has let all processes go when this returns.
    @Override
    public void close() {
        libc.close(lifeFd);
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!hasEnded() && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(LOOK_NS);
        }
        if (!hasEnded()) {
            // Somebody has stopped it. The kernel ends the tracer with it.
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            libc.waitpid(pid, 0);
        }
    }
}
