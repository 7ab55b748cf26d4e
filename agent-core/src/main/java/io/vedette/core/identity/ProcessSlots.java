package io.vedette.core.identity;

import io.vedette.core.ring.Memory;
import java.lang.invoke.VarHandle;
import org.agrona.concurrent.AtomicBuffer;

/// The process images, one slot each, outside the heap.
///
/// An image is a process between two execs or changes of its credentials. Once published it doesn't change but for its
/// parent reference,
/// and it is named by a *reference*: slot in the low half, generation in the high half. A slot that is given
/// to another image gets a new generation first, so that whoever holds an old reference finds out.
///
/// ```
///    0  generation                8  start boot time (ns)      16  parent reference
///   24  parent start boot time   32  cgroup id                 40  tgid       44  parent tgid
///   48  mnt namespace            52  pid namespace             56  vedette_process, 120 bytes
///  176  incomplete bits         180  state bits                184  execs      188  container index
///  192  blob offset             196  blob length               200  binary length
///  204  script length           208  cwd length                212  args length 216  args total
///  220  next slot of this tgid  224  children                  232  published  240  retired at (ns)
///  248  consumed                256  snapshot that it was last found in         260  environment length
/// 264  capabilities gained
/// ```
///
/// The blob holds binary, script, cwd, environment and args, in this order.
///
/// **Threads.** Written by the drain. The ship reads images that are pinned for it: each event that is handed
/// over raises `published`, each one that is done with raises `consumed`, and a slot is not reused while the
/// two differ. Images that are not pinned (ancestors) are read and then checked with [#isCurrent(long)].
final class ProcessSlots {

    static final int SLOT_BYTES = 272;
    static final long NONE = -1;
    static final int NO_SLOT = -1;

    static final int START = 8;
    static final int PARENT = 16;
    static final int PARENT_START = 24;
    static final int CGROUP_ID = 32;
    static final int TGID = 40;
    static final int PARENT_TGID = 44;
    static final int MNT_NS = 48;
    static final int PID_NS = 52;
    static final int PROCESS = 56;
    static final int INCOMPLETE = 176;
    static final int STATE = 180;
    static final int EXECS = 184;
    static final int CONTAINER = 188;
    static final int BLOB_OFFSET = 192;
    static final int BLOB_LENGTH = 196;
    static final int BINARY_LENGTH = 200;
    static final int SCRIPT_LENGTH = 204;
    static final int CWD_LENGTH = 208;
    static final int ARGS_LENGTH = 212;
    static final int ARGS_TOTAL = 216;
    static final int NEXT = 220;
    static final int CHILDREN = 224;
    private static final int PUBLISHED = 232;
    static final int RETIRED_AT = 240;
    private static final int CONSUMED = 248;
    static final int SNAPSHOT = 256;
    static final int ENVIRONMENT_LENGTH = 260;
    static final int CAPABILITIES_GAINED = 264;

    /// Bits of `state`.
    static final int ALREADY_RUNNING = 1;
    static final int EXITED = 2;
    static final int SUPERSEDED = 4;

    private final AtomicBuffer buffer;
    private final int capacity;

    ProcessSlots(int capacity, Memory memory) {
        this.capacity = capacity;
        buffer = memory.zeroed(Math.multiplyExact(capacity, SLOT_BYTES));
    }

    int capacity() {
        return capacity;
    }

    AtomicBuffer buffer() {
        return buffer;
    }

    static int slot(long reference) {
        return (int) reference;
    }

    static int base(long reference) {
        return (int) reference * SLOT_BYTES;
    }

    long reference(int slot) {
        return (buffer.getLong(slot * SLOT_BYTES) << 32) | slot;
    }

    /// Whether the reference still names the image that it was made for. Reads that were done before this
    /// call belong to that image when the answer is yes.
    boolean isCurrent(long reference) {
        VarHandle.loadLoadFence();
        return reference != NONE && buffer.getLongVolatile(base(reference)) == reference >>> 32;
    }

    /// Gives the slot to another image: all that is in it is cleared.
    ///
    /// @return its reference
    long renew(int slot) {
        int base = slot * SLOT_BYTES;
        long generation = (buffer.getLong(base) + 1) & 0x7fff_ffff;
        buffer.putLongVolatile(base, generation);
        VarHandle.storeStoreFence();
        buffer.setMemory(base + 8, SLOT_BYTES - 8, (byte) 0);
        return (generation << 32) | slot;
    }

    /// Ends the image's time: nobody finds it by its reference any more.
    void expire(int slot) {
        int base = slot * SLOT_BYTES;
        buffer.putLongVolatile(base, (buffer.getLong(base) + 1) & 0x7fff_ffff);
    }

    /// Called by the drain, for each event that it hands over with this image.
    void pin(long reference) {
        int at = base(reference) + PUBLISHED;
        buffer.putLong(at, buffer.getLong(at) + 1);
    }

    /// Called by the drain, for an event that was not handed over after all.
    void takeBackPin(long reference) {
        int at = base(reference) + PUBLISHED;
        buffer.putLong(at, buffer.getLong(at) - 1);
    }

    /// Called by the ship, for each event that it has done with.
    void unpin(long reference) {
        int at = base(reference) + CONSUMED;
        buffer.putLongRelease(at, buffer.getLong(at) + 1);
    }

    boolean isPinned(int slot) {
        int base = slot * SLOT_BYTES;
        return buffer.getLong(base + PUBLISHED) != buffer.getLongAcquire(base + CONSUMED);
    }
}
