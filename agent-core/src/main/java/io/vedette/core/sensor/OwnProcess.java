package io.vedette.core.sensor;

import io.vedette.core.bpf.BpfObject;
import io.vedette.core.bpf.Program;
import io.vedette.core.ffi.Libbpf;
import io.vedette.core.ffi.Libc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/// Tells the programs which process is the agent, whose own doings are no events.
final class OwnProcess {

    private OwnProcess() {}

    /// The kernel knows processes by their ids in the initial pid namespace, which the agent can't ask for.
    /// So it reads an iterator, and the program behind that sees who reads. Without it the agent's id in its
    /// own namespace has to do, which is the same one outside of containers.
    static void leaveOut(Libc libc, Libbpf libbpf, BpfObject object) {
        UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * Integer.BYTES));
        int fd = object.openIterator(Program.SELF);
        if (fd >= 0) {
            libc.read(fd, buffer.addressOffset(), buffer.capacity());
            libc.close(fd);
            return;
        }
        buffer.putInt(0, (int) ProcessHandle.current().pid(), ByteOrder.nativeOrder());
        libbpf.update(object.mapFd("own"), buffer.addressOffset(), buffer.addressOffset() + Integer.BYTES);
    }
}
