package io.vedette.core.bpf;

import io.vedette.core.ffi.Libbpf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/// The tables through which [Program#DISPATCH] finds the handler of a system call. One thread.
final class SyscallTable {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private final Libbpf libbpf;
    private final BpfObject object;
    private final Syscalls numbers = Syscalls.of(System.getProperty("os.arch", ""));
    private final Set<Program> programs = EnumSet.noneOf(Program.class);
    private final UnsafeBuffer entry = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * Integer.BYTES));

    private boolean described;

    SyscallTable(Libbpf libbpf, BpfObject object) {
        this.libbpf = libbpf;
        this.object = object;
    }

    boolean contains(Program program) {
        return programs.contains(program);
    }

    /// Calls that this machine does not have are left out.
    ///
    /// @return 0 or `-errno`
    int add(Program program, List<String> names) {
        if (!described) {
            int status = FileCalls.fill(libbpf, object.mapFd("file_calls"), numbers);
            if (status < 0) {
                return status;
            }
            described = true;
        }
        for (String name : names) {
            int status = put("syscall_handlers", numbers.number(name), object.programFd(program));
            if (status == 0) {
                status = put("syscall_handlers_32", numbers.number32(name), object.programFd(program));
            }
            if (status < 0) {
                return status;
            }
        }
        programs.add(program);
        return 0;
    }

    /// @return 0 or `-errno`
    int add(Program program, Hook.Continuation continuation) {
        int status = put(continuation.table(), OptionalInt.of(continuation.place()), object.programFd(program));
        if (status == 0) {
            programs.add(program);
        }
        return status;
    }

    /// Notes that nothing hands calls over any more. The handlers stay in the tables until the maps go.
    void clear() {
        programs.clear();
    }

    private int put(String table, OptionalInt number, int programFd) {
        if (number.isEmpty()) {
            return 0;
        }
        entry.putInt(0, number.getAsInt(), ORDER);
        entry.putInt(Integer.BYTES, programFd, ORDER);
        return libbpf.update(object.mapFd(table), entry.addressOffset(), entry.addressOffset() + Integer.BYTES);
    }
}
