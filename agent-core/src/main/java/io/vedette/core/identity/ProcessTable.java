package io.vedette.core.identity;

import static io.vedette.core.identity.ProcessSlots.NONE;

import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.ForkFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.ProcessFlyweight;
import io.vedette.core.event.RecordFlyweight;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.ring.Memory;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Every process that is known: which images it had, who created it, in which container it is.
///
/// A process is its host pid *and* the start time of its leader, so a pid that is used again is another process. Images
/// are named by references (see [ProcessSlots]); an exec gives the process a new image and leaves the old one to the
/// events that still refer to it. Whatever order records come in, a process is known from its first one: an event of an
/// unknown process makes an image with what the record's header tells, marked as incomplete.
///
/// **Bounds.** A fixed number of slots and of bytes. An image goes when its process has ended a grace period ago (or
/// had
/// an exec since), no event in flight refers to it and no known process descends from it. When nothing is free the
/// oldest
/// image that no event in flight refers to goes first, its descendants' chain of ancestors being cut there; when there
/// is
/// none, [ProcessSlots#NONE] is given and the event is described by its header alone.
///
/// **Threads.** One: the drain. It allocates nothing once its tables have grown.
public final class ProcessTable {

    private static final int MISSING = -1;

    private final ProcessSlots slots;
    private final BlobStore blobs;
    private final AtomicBuffer buffer;
    private final Int2IntHashMap newestByTgid = new Int2IntHashMap(MISSING);
    private final IntArrayList free;
    private final Retirement retirement;
    private int snapshot;

    /// @param capacity slots
    /// @param blobBytes for paths and arguments, a multiple of 32 KiB
    /// @param graceNs how long a process is known after its exit
    /// @param memory for both
    public ProcessTable(int capacity, int blobBytes, long graceNs, Memory memory) {
        slots = new ProcessSlots(capacity, memory);
        blobs = new BlobStore(blobBytes, memory);
        buffer = slots.buffer();
        free = new IntArrayList(capacity, Integer.MIN_VALUE);
        for (int slot = capacity - 1; slot >= 0; slot--) {
            free.addInt(slot);
        }
        retirement = new Retirement(slots, graceNs);
    }

    /// For the ship: a view that reads images by reference.
    public ProcessImage newImageView() {
        return new ProcessImage(slots, blobs.buffer());
    }

    /// How many images are held.
    public int size() {
        return slots.capacity() - free.size();
    }

    /// @return the newest image of this process, or [ProcessSlots#NONE]
    public long find(int tgid, long startBootTimeNs) {
        int slot = newestByTgid.get(tgid);
        while (slot != MISSING) {
            int base = slot * ProcessSlots.SLOT_BYTES;
            if (buffer.getLong(base + ProcessSlots.START) == startBootTimeNs) {
                return slots.reference(slot);
            }
            slot = buffer.getInt(base + ProcessSlots.NEXT) - 1;
        }
        return NONE;
    }

    /// The image of the process that a record is about, made from the header if the process is not known.
    public long findOrAdopt(RecordFlyweight record, int container) {
        long known = find(record.tgid(), record.startBootTimeNs());
        if (known != NONE) {
            return known;
        }
        long image = open(record.tgid(), record.startBootTimeNs(), record.bootTimeNs());
        if (image != NONE) {
            int base = ProcessSlots.base(image);
            putHeader(base, record);
            putParent(base, record.parentTgid(), record.parentStartBootTimeNs());
            buffer.putInt(base + ProcessSlots.CONTAINER, container);
            int unknown = IncompleteBits.MISSED_EXEC
                    | IncompleteBits.BINARY_UNKNOWN
                    | IncompleteBits.ARGS_UNKNOWN
                    | IncompleteBits.CWD_UNKNOWN
                    | IncompleteBits.IDS_UNKNOWN;
            buffer.putInt(base + ProcessSlots.INCOMPLETE, unknown);
        }
        return image;
    }

    /// A new process, with its creator's image until it calls exec.
    ///
    /// @param childContainer where the child is
    public void onFork(ForkFlyweight fork, long creator, int childContainer) {
        long known = find(fork.childTgid(), fork.childStartBootTimeNs());
        if (known != NONE) {
            // Its own events came first, or it was found running: all that they could not tell is who made it.
            relink(ProcessSlots.base(known), fork.tgid(), fork.startBootTimeNs(), creator);
            return;
        }
        long image = open(fork.childTgid(), fork.childStartBootTimeNs(), fork.bootTimeNs());
        if (image == NONE) {
            return;
        }
        int base = ProcessSlots.base(image);
        buffer.putLong(base + ProcessSlots.CGROUP_ID, fork.childCgroupId());
        buffer.putInt(base + ProcessSlots.MNT_NS, fork.childMntNs());
        buffer.putInt(base + ProcessSlots.PID_NS, fork.childPidNs());
        buffer.putInt(base + ProcessSlots.CONTAINER, childContainer);
        putProcess(base, fork.child(), fork.offset() + RecordLayout.FORK_CHILD);
        buffer.putInt(base + ProcessSlots.PARENT_TGID, fork.tgid());
        buffer.putLong(base + ProcessSlots.PARENT_START, fork.startBootTimeNs());
        link(base, creator);
        copyDescription(base, creator);
    }

    /// The process has a new image.
    ///
    /// @return the new image
    public long onExec(ExecFlyweight exec, int container) {
        long before = find(exec.tgid(), exec.startBootTimeNs());
        long image = open(exec.tgid(), exec.startBootTimeNs(), exec.bootTimeNs());
        if (image == NONE) {
            return NONE;
        }
        int base = ProcessSlots.base(image);
        putDescription(base, exec, container);
        if (before == NONE || !slots.isCurrent(before)) {
            putParent(base, exec.parentTgid(), exec.parentStartBootTimeNs());
            buffer.putInt(base + ProcessSlots.EXECS, 1);
        } else {
            int old = ProcessSlots.base(before);
            buffer.putInt(base + ProcessSlots.PARENT_TGID, buffer.getInt(old + ProcessSlots.PARENT_TGID));
            buffer.putLong(base + ProcessSlots.PARENT_START, buffer.getLong(old + ProcessSlots.PARENT_START));
            link(base, buffer.getLong(old + ProcessSlots.PARENT));
            buffer.putInt(base + ProcessSlots.EXECS, buffer.getInt(old + ProcessSlots.EXECS) + 1);
            int alreadyRunning = buffer.getInt(old + ProcessSlots.STATE) & ProcessSlots.ALREADY_RUNNING;
            addState(base, alreadyRunning);
            retire(ProcessSlots.slot(before), ProcessSlots.SUPERSEDED, exec.bootTimeNs());
        }
        return image;
    }

    /// Begins a snapshot of what runs: [#onRunning] follows for each process, then [#endSnapshot].
    public void beginSnapshot() {
        snapshot++;
    }

    /// A process that runs now. Known ones are left as they are: what events told is newer.
    public void onRunning(ExecFlyweight running, int container) {
        long known = find(running.tgid(), running.startBootTimeNs());
        if (known != NONE) {
            buffer.putInt(ProcessSlots.base(known) + ProcessSlots.SNAPSHOT, snapshot);
            return;
        }
        long image = open(running.tgid(), running.startBootTimeNs(), running.bootTimeNs());
        if (image != NONE) {
            int base = ProcessSlots.base(image);
            putDescription(base, running, container);
            addState(base, ProcessSlots.ALREADY_RUNNING);
            buffer.putInt(base + ProcessSlots.SNAPSHOT, snapshot);
            putParent(base, running.parentTgid(), running.parentStartBootTimeNs());
        }
    }

    /// Ends a snapshot: what started before it and was not found in it has ended without our seeing it, and parents
    /// that
    /// were found after their children are connected.
    ///
    /// @param begunBootTimeNs when [#beginSnapshot] was called
    public void endSnapshot(long begunBootTimeNs) {
        Int2IntHashMap.ValueIterator newest = newestByTgid.values().iterator();
        while (newest.hasNext()) {
            int slot = newest.nextValue();
            int base = slot * ProcessSlots.SLOT_BYTES;
            if (buffer.getLong(base + ProcessSlots.PARENT) == NONE) {
                link(base, parentOf(base));
            }
            if (buffer.getInt(base + ProcessSlots.SNAPSHOT) != snapshot
                    && buffer.getLong(base + ProcessSlots.START) < begunBootTimeNs) {
                retire(slot, ProcessSlots.EXITED, begunBootTimeNs);
            }
        }
    }

    /// The process has ended. It stays known for the grace period.
    public void onExit(long image, long bootTimeNs) {
        if (slots.isCurrent(image)) {
            retire(ProcessSlots.slot(image), ProcessSlots.EXITED, bootTimeNs);
        }
    }

    /// Notes that an event with this image is handed over to the ship.
    ///
    /// @return what to hand over: the image, or [ProcessSlots#NONE] when it had to go in the meantime
    public long pin(long image) {
        if (!slots.isCurrent(image)) {
            return NONE;
        }
        slots.pin(image);
        return image;
    }

    /// Takes a [#pin] back that came to nothing.
    ///
    /// @param image as pin returned it
    public void unpin(long image) {
        if (image != NONE) {
            slots.takeBackPin(image);
        }
    }

    /// Tells which containers have a process that has not ended.
    ///
    /// @param alive indexed by container; set or cleared for all
    public void markAlive(boolean[] alive) {
        java.util.Arrays.fill(alive, false);
        Int2IntHashMap.ValueIterator newest = newestByTgid.values().iterator();
        while (newest.hasNext()) {
            int base = newest.nextValue() * ProcessSlots.SLOT_BYTES;
            int container = buffer.getInt(base + ProcessSlots.CONTAINER);
            if ((buffer.getInt(base + ProcessSlots.STATE) & ProcessSlots.EXITED) == 0 && container < alive.length) {
                alive[container] = true;
            }
        }
    }

    /// Adds the cgroup of every process that has not ended.
    public void collectCgroups(LongHashSet into) {
        Int2IntHashMap.ValueIterator newest = newestByTgid.values().iterator();
        while (newest.hasNext()) {
            int base = newest.nextValue() * ProcessSlots.SLOT_BYTES;
            if ((buffer.getInt(base + ProcessSlots.STATE) & ProcessSlots.EXITED) == 0) {
                into.add(buffer.getLong(base + ProcessSlots.CGROUP_ID));
            }
        }
    }

    /// Frees what has had its time; a bounded amount of work.
    ///
    /// @param bootTimeNs now
    /// @return how many images went
    public int maintain(long bootTimeNs) {
        int gone = 0;
        int looked = 0;
        while (looked++ < 256) {
            int slot = retirement.next(bootTimeNs);
            if (slot == Retirement.NOBODY) {
                break;
            }
            if (slot >= 0) {
                release(slot);
                gone++;
            }
        }
        return gone;
    }

    private long open(int tgid, long startBootTimeNs, long bootTimeNs) {
        if (free.isEmpty()) {
            maintain(bootTimeNs);
        }
        if (free.isEmpty()) {
            int evicted = retirement.evict();
            if (evicted == Retirement.NOBODY) {
                return NONE;
            }
            release(evicted);
        }
        int slot = free.removeAt(free.size() - 1);
        long image = slots.renew(slot);
        int base = slot * ProcessSlots.SLOT_BYTES;
        buffer.putInt(base + ProcessSlots.TGID, tgid);
        buffer.putLong(base + ProcessSlots.START, startBootTimeNs);
        buffer.putLong(base + ProcessSlots.PARENT, NONE);
        chain(slot, bootTimeNs);
        return image;
    }

    private void chain(int slot, long bootTimeNs) {
        int base = slot * ProcessSlots.SLOT_BYTES;
        int tgid = buffer.getInt(base + ProcessSlots.TGID);
        long start = buffer.getLong(base + ProcessSlots.START);
        int newest = newestByTgid.get(tgid);
        int newestBase = newest * ProcessSlots.SLOT_BYTES;
        if (newest != MISSING && buffer.getLong(newestBase + ProcessSlots.START) > start) {
            // The pid is used again, and this is the first that is heard of its former process: it is gone.
            buffer.putInt(base + ProcessSlots.NEXT, buffer.getInt(newestBase + ProcessSlots.NEXT));
            buffer.putInt(newestBase + ProcessSlots.NEXT, slot + 1);
            retire(slot, ProcessSlots.EXITED, bootTimeNs);
            return;
        }
        if (newest != MISSING && buffer.getLong(newestBase + ProcessSlots.START) != start) {
            // The pid is used again, so its former process is gone, whether or not its exit was seen.
            retire(newest, ProcessSlots.EXITED, bootTimeNs);
        }
        buffer.putInt(base + ProcessSlots.NEXT, newest + 1);
        newestByTgid.put(tgid, slot);
    }

    private void addState(int base, int bits) {
        buffer.putInt(base + ProcessSlots.STATE, buffer.getInt(base + ProcessSlots.STATE) | bits);
    }

    private void retire(int slot, int why, long bootTimeNs) {
        int state = slot * ProcessSlots.SLOT_BYTES + ProcessSlots.STATE;
        int before = buffer.getInt(state);
        if ((before & (ProcessSlots.EXITED | ProcessSlots.SUPERSEDED)) == 0) {
            buffer.putInt(state, before | why);
            retirement.add(slot, bootTimeNs, why == ProcessSlots.SUPERSEDED);
        }
    }

    private void release(int slot) {
        int base = slot * ProcessSlots.SLOT_BYTES;
        unchain(slot, buffer.getInt(base + ProcessSlots.TGID));
        unlink(base);
        int blobLength = buffer.getInt(base + ProcessSlots.BLOB_LENGTH);
        slots.expire(slot);
        if (blobLength > 0) {
            blobs.free(buffer.getInt(base + ProcessSlots.BLOB_OFFSET), blobLength);
        }
        free.addInt(slot);
    }

    private void unchain(int slot, int tgid) {
        int next = buffer.getInt(slot * ProcessSlots.SLOT_BYTES + ProcessSlots.NEXT) - 1;
        int at = newestByTgid.get(tgid);
        if (at == slot) {
            if (next == MISSING) {
                newestByTgid.remove(tgid);
            } else {
                newestByTgid.put(tgid, next);
            }
            return;
        }
        while (at != MISSING) {
            int follower = at * ProcessSlots.SLOT_BYTES + ProcessSlots.NEXT;
            at = buffer.getInt(follower) - 1;
            if (at == slot) {
                buffer.putInt(follower, next + 1);
                return;
            }
        }
    }

    private long parentOf(int base) {
        int parentTgid = buffer.getInt(base + ProcessSlots.PARENT_TGID);
        return parentTgid == 0 ? NONE : find(parentTgid, buffer.getLong(base + ProcessSlots.PARENT_START));
    }

    private void putParent(int base, int parentTgid, long parentStartBootTimeNs) {
        buffer.putInt(base + ProcessSlots.PARENT_TGID, parentTgid);
        buffer.putLong(base + ProcessSlots.PARENT_START, parentStartBootTimeNs);
        link(base, parentOf(base));
    }

    private void relink(int base, int parentTgid, long parentStartBootTimeNs, long parent) {
        if (buffer.getLong(base + ProcessSlots.PARENT) == NONE) {
            buffer.putInt(base + ProcessSlots.PARENT_TGID, parentTgid);
            buffer.putLong(base + ProcessSlots.PARENT_START, parentStartBootTimeNs);
            link(base, parent);
        }
    }

    private void link(int base, long parent) {
        if (slots.isCurrent(parent)) {
            buffer.putLongRelease(base + ProcessSlots.PARENT, parent);
            int children = ProcessSlots.base(parent) + ProcessSlots.CHILDREN;
            buffer.putInt(children, buffer.getInt(children) + 1);
        }
    }

    private void unlink(int base) {
        long parent = buffer.getLong(base + ProcessSlots.PARENT);
        if (slots.isCurrent(parent)) {
            int children = ProcessSlots.base(parent) + ProcessSlots.CHILDREN;
            buffer.putInt(children, buffer.getInt(children) - 1);
        }
    }

    private void putHeader(int base, RecordFlyweight record) {
        buffer.putLong(base + ProcessSlots.CGROUP_ID, record.cgroupId());
        buffer.putInt(base + ProcessSlots.MNT_NS, record.mntNs());
        buffer.putInt(base + ProcessSlots.PID_NS, record.pidNs());
    }

    private void putProcess(int base, ProcessFlyweight process, int offset) {
        buffer.putBytes(base + ProcessSlots.PROCESS, process.buffer(), offset, RecordLayout.PROCESS_LENGTH);
    }

    private void putDescription(int base, ExecFlyweight exec, int container) {
        putHeader(base, exec);
        buffer.putInt(base + ProcessSlots.CONTAINER, container);
        putProcess(base, exec.process(), exec.offset() + RecordLayout.EXEC_PROCESS);
        buffer.putInt(base + ProcessSlots.ARGS_TOTAL, exec.argsTotal());
        int script = (exec.flags() & ExecFlyweight.SCRIPT) != 0 ? exec.pathLength() : 0;
        int length = exec.binaryLength() + script + exec.cwdLength() + exec.argsLength();
        int incomplete = exec.incomplete();
        int blob = blobs.allocate(length);
        if (blob == BlobStore.FULL) {
            incomplete |= IncompleteBits.BINARY_UNKNOWN | IncompleteBits.ARGS_UNKNOWN | IncompleteBits.CWD_UNKNOWN;
        } else {
            UnsafeBuffer bytes = blobs.buffer();
            int at = blob;
            bytes.putBytes(at, exec.buffer(), exec.binaryOffset(), exec.binaryLength());
            at += exec.binaryLength();
            bytes.putBytes(at, exec.buffer(), exec.pathOffset(), script);
            at += script;
            bytes.putBytes(at, exec.buffer(), exec.cwdOffset(), exec.cwdLength());
            at += exec.cwdLength();
            bytes.putBytes(at, exec.buffer(), exec.argsOffset(), exec.argsLength());
            putBlob(base, blob, exec.binaryLength(), script, exec.cwdLength(), exec.argsLength());
        }
        buffer.putInt(base + ProcessSlots.INCOMPLETE, incomplete);
    }

    private void putBlob(int base, int blob, int binary, int script, int cwd, int args) {
        buffer.putInt(base + ProcessSlots.BLOB_OFFSET, blob);
        buffer.putInt(base + ProcessSlots.BLOB_LENGTH, Math.max(1, binary + script + cwd + args));
        buffer.putInt(base + ProcessSlots.BINARY_LENGTH, binary);
        buffer.putInt(base + ProcessSlots.SCRIPT_LENGTH, script);
        buffer.putInt(base + ProcessSlots.CWD_LENGTH, cwd);
        buffer.putInt(base + ProcessSlots.ARGS_LENGTH, args);
    }

    private void copyDescription(int base, long creator) {
        int unknown = IncompleteBits.BINARY_UNKNOWN | IncompleteBits.ARGS_UNKNOWN | IncompleteBits.CWD_UNKNOWN;
        if (!slots.isCurrent(creator)) {
            buffer.putInt(base + ProcessSlots.INCOMPLETE, unknown);
            return;
        }
        int from = ProcessSlots.base(creator);
        int incomplete = buffer.getInt(from + ProcessSlots.INCOMPLETE) & ~IncompleteBits.IDS_UNKNOWN;
        int length = buffer.getInt(from + ProcessSlots.BLOB_LENGTH);
        int blob = length > 0 ? blobs.allocate(length) : BlobStore.FULL;
        if (blob == BlobStore.FULL) {
            incomplete |= unknown;
        } else {
            UnsafeBuffer bytes = blobs.buffer();
            bytes.putBytes(blob, bytes, buffer.getInt(from + ProcessSlots.BLOB_OFFSET), length);
            putBlob(
                    base,
                    blob,
                    buffer.getInt(from + ProcessSlots.BINARY_LENGTH),
                    buffer.getInt(from + ProcessSlots.SCRIPT_LENGTH),
                    buffer.getInt(from + ProcessSlots.CWD_LENGTH),
                    buffer.getInt(from + ProcessSlots.ARGS_LENGTH));
        }
        buffer.putInt(base + ProcessSlots.ARGS_TOTAL, buffer.getInt(from + ProcessSlots.ARGS_TOTAL));
        buffer.putInt(base + ProcessSlots.INCOMPLETE, incomplete);
    }
}
