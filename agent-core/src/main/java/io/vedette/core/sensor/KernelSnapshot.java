package io.vedette.core.sensor;

import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordFlyweight;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.ffi.Errno;
import io.vedette.core.ffi.Libc;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/// Reads the kernel's list of running processes from an iterator, and adds their args from procfs.
///
/// One thread uses it, once.
final class KernelSnapshot {

    private static final int READ_BYTES = 64 * 1024;
    private static final int MAX_RECORD = RecordLayout.EXEC_LENGTH + 3 * RecordLayout.PATH_MAX;

    private final Libc libc;
    private final ProcfsArgs args;
    private final RunningRecord running = new RunningRecord();
    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(READ_BYTES + MAX_RECORD));
    private final ExecFlyweight exec = new ExecFlyweight();

    KernelSnapshot(Libc libc, Path procfs) {
        this.libc = libc;
        this.args = new ProcfsArgs(procfs);
    }

    /// Reads to the end.
    ///
    /// @param fd of the iterator; closed when this returns
    /// @return how many records were handed over
    int read(int fd, RecordHandler handler) {
        try {
            return readAll(fd, handler);
        } finally {
            libc.close(fd);
        }
    }

    private int readAll(int fd, RecordHandler handler) {
        int count = 0;
        int filled = 0;
        while (true) {
            long read = libc.read(fd, buffer.addressOffset() + filled, buffer.capacity() - filled);
            if (read == -Errno.EINTR) {
                continue;
            }
            if (read <= 0) {
                return count;
            }
            filled += (int) read;
            int taken = 0;
            int size = recordAt(taken, filled);
            while (size > 0) {
                handOver(taken, size, handler);
                count++;
                taken += size;
                size = recordAt(taken, filled);
            }
            buffer.putBytes(0, buffer, taken, filled - taken);
            filled -= taken;
        }
    }

    /// Size of the record at `offset`, or 0 when it is not there in full yet.
    private int recordAt(int offset, int filled) {
        if (filled - offset < RecordLayout.HEADER_LENGTH) {
            return 0;
        }
        int size = exec.wrap(buffer, offset).size();
        return size >= RecordLayout.HEADER_LENGTH && size <= filled - offset ? size : 0;
    }

    private void handOver(int offset, int size, RecordHandler handler) {
        RecordFlyweight record = exec.wrap(buffer, offset);
        if (record.kind() == Kinds.RUNNING && exec.isValid(size)) {
            running.copy(buffer, offset, size);
            args.addTo(running, exec);
            handler.onRecord(running.buffer(), 0, running.length());
        } else {
            handler.onRecord(buffer, offset, size);
        }
    }
}
