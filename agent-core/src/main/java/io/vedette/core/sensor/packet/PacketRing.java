package io.vedette.core.sensor.packet;

import io.vedette.core.ffi.Errno;
import io.vedette.core.ffi.Libc;
import io.vedette.core.ffi.SocketCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// A packet socket and the ring in which the kernel puts what passes the [PacketFilter] (TPACKET_V2, mapped).
///
/// One frame a packet: each can be read at once. The third version hands packets over by the block, after 4 ms or
/// more; by then a short connection is gone, and with it the way to who made it. When all frames are full the kernel
/// drops and counts. One thread; reading makes no objects, and bytes are lent until the next [#next].
///
/// ```
/// frame
///    0  status u32: 1 when it is ours     4  length u32: of the packet
///    8  taken u32: bytes of it here      12  mac u16    14  net u16: where the IP header is
///   16  seconds u32                      20  nanoseconds u32
///   32  sockaddr_ll: family u16, protocol be16, interface s32, hardware u16, type u8: 4 when it goes out
/// ```
final class PacketRing implements AutoCloseable {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int BLOCK = 64 * 1024;
    private static final int PACKET_RX_RING = 5;
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_VERSION = 10;
    private static final int VERSION_2 = 1;
    private static final int ETH_P_ALL = 3;
    private static final int ADDRESS_BYTES = 20;

    private static final int STATUS = 0;
    private static final int LENGTH = 4;
    private static final int TAKEN = 8;
    private static final int NET = 14;
    private static final int SECONDS = 16;
    private static final int NANOSECONDS = 20;
    private static final int HARDWARE = 40;
    private static final int TYPE = 42;
    private static final int OURS = 1;
    private static final int KERNELS = 0;
    private static final int OUTGOING = 4;
    private static final int LOOPBACK = 772;
    private static final int U16 = 0xFFFF;
    private static final long SECOND_NS = 1_000_000_000;

    private final SocketCalls calls;
    private final Libc libc;
    private final int fd;
    private final Packets sort;
    private final long address;
    private final UnsafeBuffer frames;
    private final UnsafeBuffer statistics = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * Long.BYTES));
    private int frame;
    private boolean isLent;

    private PacketRing(SocketCalls calls, Libc libc, int fd, Packets sort, long address) {
        this.calls = calls;
        this.libc = libc;
        this.fd = fd;
        this.sort = sort;
        this.address = address;
        frames = new UnsafeBuffer(address, sort.ringBytes());
    }

    /// What came of trying.
    ///
    /// @param ring null when it can't be had
    /// @param failure then: what could not be done, and the error's name
    record Result(@Nullable PacketRing ring, String failure) {}

    static Result open(SocketCalls calls, Libc libc, Packets sort) {
        // With no protocol: nothing comes before the filter is set.
        int fd = calls.socket(SocketCalls.AF_PACKET, SocketCalls.SOCK_DGRAM | SocketCalls.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            return new Result(null, "socket: " + Errno.name(fd));
        }
        UnsafeBuffer value = new UnsafeBuffer(ByteBuffer.allocateDirect(ADDRESS_BYTES));
        value.putInt(0, VERSION_2, ORDER);
        int failed = calls.setOption(fd, SocketCalls.SOL_PACKET, PACKET_VERSION, value.addressOffset(), Integer.BYTES);
        failed = failed < 0 ? failed : PacketFilter.attach(calls, fd, sort);
        if (failed >= 0) {
            value.putInt(0, BLOCK, ORDER);
            value.putInt(4, sort.ringBytes() / BLOCK, ORDER);
            value.putInt(8, sort.frameBytes(), ORDER);
            value.putInt(12, sort.frames(), ORDER);
            failed = calls.setOption(fd, SocketCalls.SOL_PACKET, PACKET_RX_RING, value.addressOffset(), 16);
        }
        long mapped = failed < 0
                ? failed
                : libc.mmap(0, sort.ringBytes(), Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, fd, 0);
        if (mapped > 0) {
            value.setMemory(0, ADDRESS_BYTES, (byte) 0);
            value.putShort(0, (short) SocketCalls.AF_PACKET, ORDER);
            value.putShort(2, (short) ETH_P_ALL, ByteOrder.BIG_ENDIAN);
            failed = calls.bind(fd, value.addressOffset(), ADDRESS_BYTES);
            if (failed < 0) {
                libc.munmap(mapped, sort.ringBytes());
                mapped = failed;
            }
        }
        if (mapped < 0) {
            libc.close(fd);
            return new Result(null, "its ring: " + Errno.name((int) mapped));
        }
        return new Result(new PacketRing(calls, libc, fd, sort, mapped), "");
    }

    /// For `epoll`: readable when a frame is.
    int fd() {
        return fd;
    }

    /// Gives the frame before back to the kernel, and takes the next one.
    ///
    /// @return false when there is none
    boolean next() {
        if (isLent) {
            frames.putIntRelease(at() + STATUS, KERNELS);
            frame = (frame + 1) % sort.frames();
            isLent = false;
        }
        isLent = (frames.getIntAcquire(at() + STATUS) & OURS) != 0;
        return isLent;
    }

    /// Has the view read the frame's packet.
    ///
    /// @return as [PacketView#read]
    boolean read(PacketView packet) {
        int header = frames.getShort(at() + NET, ORDER) & U16;
        int kept = Math.min(sort.frameBytes() - header, frames.getInt(at() + TAKEN, ORDER));
        return packet.read(frames, at() + header, Math.max(0, kept), frames.getInt(at() + LENGTH, ORDER));
    }

    private int at() {
        return frame * sort.frameBytes();
    }

    boolean isOutgoing() {
        return frames.getByte(at() + TYPE) == OUTGOING;
    }

    /// Both ends are here.
    boolean isLoopback() {
        return frames.getShort(at() + HARDWARE, ORDER) == LOOPBACK;
    }

    /// Of the wall clock.
    long epochNs() {
        return Integer.toUnsignedLong(frames.getInt(at() + SECONDS, ORDER)) * SECOND_NS
                + frames.getInt(at() + NANOSECONDS, ORDER);
    }

    /// How many packets the kernel had no room for since this was asked last.
    long dropped() {
        statistics.putInt(Long.BYTES, 2 * Integer.BYTES, ORDER);
        int failed = calls.getOption(
                fd,
                SocketCalls.SOL_PACKET,
                PACKET_STATISTICS,
                statistics.addressOffset(),
                statistics.addressOffset() + Long.BYTES);
        return failed < 0 ? 0 : Integer.toUnsignedLong(statistics.getInt(Integer.BYTES, ORDER));
    }

    @Override
    public void close() {
        libc.munmap(address, sort.ringBytes());
        libc.close(fd);
    }
}
