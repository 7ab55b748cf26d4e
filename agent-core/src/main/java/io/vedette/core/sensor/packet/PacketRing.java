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
/// frame, [#FRAME] bytes
///    0  status u32: 1 when it is ours     4  length u32: of the packet
///    8  taken u32: bytes of it here      12  mac u16    14  net u16: where the IP header is
///   16  seconds u32                      20  nanoseconds u32
///   32  sockaddr_ll: family u16, protocol be16, interface s32, hardware u16, type u8: 4 when it goes out
/// ```
final class PacketRing implements AutoCloseable {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int FRAME = 2048;
    private static final int FRAMES = 1024;
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
    private final long address;
    private final UnsafeBuffer frames;
    private final UnsafeBuffer statistics = new UnsafeBuffer(ByteBuffer.allocateDirect(2 * Long.BYTES));
    private int frame;
    private boolean isLent;

    private PacketRing(SocketCalls calls, Libc libc, int fd, long address) {
        this.calls = calls;
        this.libc = libc;
        this.fd = fd;
        this.address = address;
        frames = new UnsafeBuffer(address, FRAME * FRAMES);
    }

    /// What came of trying.
    ///
    /// @param ring null when it can't be had
    /// @param failure then: what could not be done, and the error's name
    record Result(@Nullable PacketRing ring, String failure) {}

    static Result open(SocketCalls calls, Libc libc) {
        // With no protocol: nothing comes before the filter is set.
        int fd = calls.socket(SocketCalls.AF_PACKET, SocketCalls.SOCK_DGRAM | SocketCalls.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            return new Result(null, "socket: " + Errno.name(fd));
        }
        UnsafeBuffer value = new UnsafeBuffer(ByteBuffer.allocateDirect(ADDRESS_BYTES));
        value.putInt(0, VERSION_2, ORDER);
        int failed = calls.setOption(fd, SocketCalls.SOL_PACKET, PACKET_VERSION, value.addressOffset(), Integer.BYTES);
        failed = failed < 0 ? failed : PacketFilter.attach(calls, fd, true);
        if (failed >= 0) {
            value.putInt(0, BLOCK, ORDER);
            value.putInt(4, FRAME * FRAMES / BLOCK, ORDER);
            value.putInt(8, FRAME, ORDER);
            value.putInt(12, FRAMES, ORDER);
            failed = calls.setOption(fd, SocketCalls.SOL_PACKET, PACKET_RX_RING, value.addressOffset(), 16);
        }
        long mapped = failed < 0
                ? failed
                : libc.mmap(0, FRAME * FRAMES, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, fd, 0);
        if (mapped > 0) {
            value.setMemory(0, ADDRESS_BYTES, (byte) 0);
            value.putShort(0, (short) SocketCalls.AF_PACKET, ORDER);
            value.putShort(2, (short) ETH_P_ALL, ByteOrder.BIG_ENDIAN);
            failed = calls.bind(fd, value.addressOffset(), ADDRESS_BYTES);
            if (failed < 0) {
                libc.munmap(mapped, FRAME * FRAMES);
                mapped = failed;
            }
        }
        if (mapped < 0) {
            libc.close(fd);
            return new Result(null, "its ring: " + Errno.name((int) mapped));
        }
        return new Result(new PacketRing(calls, libc, fd, mapped), "");
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
            frames.putIntRelease(frame * FRAME + STATUS, KERNELS);
            frame = (frame + 1) % FRAMES;
            isLent = false;
        }
        isLent = (frames.getIntAcquire(frame * FRAME + STATUS) & OURS) != 0;
        return isLent;
    }

    UnsafeBuffer buffer() {
        return frames;
    }

    /// Where the IP header of the frame is in the buffer.
    int packetOffset() {
        return frame * FRAME + (frames.getShort(frame * FRAME + NET, ORDER) & U16);
    }

    /// Bytes from there on, as many as were kept.
    int packetLength() {
        int room = FRAME - (frames.getShort(frame * FRAME + NET, ORDER) & U16);
        return Math.max(0, Math.min(room, frames.getInt(frame * FRAME + TAKEN, ORDER)));
    }

    /// Bytes that the packet has.
    int wholeLength() {
        return frames.getInt(frame * FRAME + LENGTH, ORDER);
    }

    boolean isOutgoing() {
        return frames.getByte(frame * FRAME + TYPE) == OUTGOING;
    }

    /// Both ends are here.
    boolean isLoopback() {
        return frames.getShort(frame * FRAME + HARDWARE, ORDER) == LOOPBACK;
    }

    /// Of the wall clock.
    long epochNs() {
        return Integer.toUnsignedLong(frames.getInt(frame * FRAME + SECONDS, ORDER)) * SECOND_NS
                + frames.getInt(frame * FRAME + NANOSECONDS, ORDER);
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

    /// Whether datagrams that are no DNS are taken too.
    void takeDatagrams(boolean taken) {
        PacketFilter.attach(calls, fd, taken);
    }

    @Override
    public void close() {
        libc.munmap(address, FRAME * FRAMES);
        libc.close(fd);
    }
}
