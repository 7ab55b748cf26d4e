package io.vedette.core.identity;

import static io.vedette.core.identity.ProcessSlots.NONE;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.ForkFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.RecordFlyweight;
import io.vedette.core.ring.Memory;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.AtomicBuffer;

/// Every process that is known: which images it had, who created it, in which container it is.
///
/// A process is its host pid *and* the start time of its leader, so a pid that is used again is another
/// process. Images are named by references (see [ProcessSlots]); an exec gives the process a new image and
/// leaves the old one to the events that still refer to it. Whatever order records come in, a process is
/// known from its first one: an event of an unknown process makes an image with what the record's header
/// tells, marked as incomplete.
///
/// **Bounds.** A fixed number of slots and of bytes. An image goes when its process has ended a grace period
/// ago (or had an exec since), no event in flight refers to it and no known process descends from it. Slots and
/// bytes are shared by containers, so that a flood costs itself: where one has its share ([SlotRoom],
/// [DescriptionRoom]) an old image of its own goes first that no event in flight refers to, one without descendants
/// if there is one, else their chain of ancestors is cut there. When there is none, [ProcessSlots#NONE] is given and
/// the event is described by its header alone.
///
/// **Threads.** One: the drain. It allocates nothing once its tables have grown.
public final class ProcessTable {

    private final ProcessSlots slots;
    private final BlobStore blobs;
    private final AtomicBuffer buffer;
    private final TgidIndex index;
    private final ImageWriter writer;
    private final SlotRoom room;
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
        index = new TgidIndex(slots);
        retirement = new Retirement(slots, graceNs);
        room = new SlotRoom(slots, retirement, this::release);
        writer = new ImageWriter(slots, blobs.buffer(), new DescriptionRoom(blobs, retirement, this::release));
    }

    /// For the ship: a view that reads images by reference.
    public ProcessImage newImageView() {
        return new ProcessImage(slots, blobs.buffer());
    }

    /// How many images are held.
    public int size() {
        return slots.capacity() - room.free();
    }

    /// @return the newest image of this process, or [ProcessSlots#NONE]
    public long find(int tgid, long startBootTimeNs) {
        int slot = index.find(tgid, startBootTimeNs);
        return slot == TgidIndex.NONE ? NONE : slots.reference(slot);
    }

    /// The image of the process that a record is about, made from the header if the process is not known.
    public long findOrAdopt(RecordFlyweight record, int container) {
        long known = find(record.tgid(), record.startBootTimeNs());
        if (known != NONE) {
            return known;
        }
        long image = open(record.tgid(), record.startBootTimeNs(), record.bootTimeNs(), container);
        if (image != NONE) {
            int base = ProcessSlots.base(image);
            writer.describeUnknown(base, record, container);
            putParent(base, record.parentTgid(), record.parentStartBootTimeNs());
        }
        return image;
    }

    /// A new process, with its creator's image until it calls exec.
    ///
    /// @param childContainer where the child is
    public void onFork(ForkFlyweight fork, long creator, int childContainer) {
        long known = find(fork.childTgid(), fork.childStartBootTimeNs());
        boolean isFoundLate = known != NONE && slots.isCurrent(creator) && isFoundLate(ProcessSlots.base(known));
        if (known != NONE && !isFoundLate) {
            // Its own events came first, or it was found running: all that they could not tell is who made it.
            relink(ProcessSlots.base(known), fork.tgid(), fork.startBootTimeNs(), creator);
            return;
        }
        long image = open(fork.childTgid(), fork.childStartBootTimeNs(), fork.bootTimeNs(), childContainer);
        if (image == NONE) {
            return;
        }
        int base = ProcessSlots.base(image);
        int creatorBase = slots.isCurrent(creator) ? ProcessSlots.base(creator) : -1;
        writer.describeChild(base, fork, creatorBase, childContainer);
        buffer.putInt(base + ProcessSlots.PARENT_TGID, fork.tgid());
        buffer.putLong(base + ProcessSlots.PARENT_START, fork.startBootTimeNs());
        link(base, creator);
        if (isFoundLate && slots.isCurrent(known)) {
            int found = ProcessSlots.base(known);
            buffer.putInt(base + ProcessSlots.SNAPSHOT, buffer.getInt(found + ProcessSlots.SNAPSHOT));
            retire(ProcessSlots.slot(known), ProcessSlots.SUPERSEDED, fork.bootTimeNs());
        }
    }

    /// Whether a snapshot came upon a process that was ending: it could not tell the args. When its fork is told only
    /// afterwards, it has not been seen to call exec, and its creator knows them.
    private boolean isFoundLate(int base) {
        return (buffer.getInt(base + ProcessSlots.STATE) & ProcessSlots.ALREADY_RUNNING) != 0
                && buffer.getInt(base + ProcessSlots.EXECS) == 0
                && (buffer.getInt(base + ProcessSlots.INCOMPLETE) & IncompleteBits.ARGS_UNKNOWN) != 0;
    }

    /// The process has a new image.
    ///
    /// @return the new image
    public long onExec(ExecFlyweight exec, int container) {
        long before = find(exec.tgid(), exec.startBootTimeNs());
        long image = open(exec.tgid(), exec.startBootTimeNs(), exec.bootTimeNs(), container);
        if (image == NONE) {
            return NONE;
        }
        int base = ProcessSlots.base(image);
        writer.describe(base, exec, container);
        if (before == NONE || !slots.isCurrent(before)) {
            putParent(base, exec.parentTgid(), exec.parentStartBootTimeNs());
            buffer.putInt(base + ProcessSlots.EXECS, 1);
        } else {
            int old = ProcessSlots.base(before);
            succeed(base, old, buffer.getInt(old + ProcessSlots.EXECS) + 1);
            writer.putCapabilitiesGained(base, old);
            retire(ProcessSlots.slot(before), ProcessSlots.SUPERSEDED, exec.bootTimeNs());
        }
        return image;
    }

    /// The process has other ids or capabilities: it goes on in an image of its own, so that events before it keep
    /// the former ones. Credentials belong to threads; an image has those of the main one, and so do others that do
    /// not say something else.
    ///
    /// @param image of the process before
    /// @param record that has what `vedette_credentials` has
    public void onCredentials(long image, DetailFlyweight record, int container) {
        if (record.tid() != record.tgid() || !slots.isCurrent(image)) {
            return;
        }
        int old = ProcessSlots.base(image);
        if (!writer.changesCredentials(old, record)) {
            return;
        }
        long successor = open(record.tgid(), record.startBootTimeNs(), record.bootTimeNs(), container);
        if (successor == NONE) {
            return;
        }
        int base = ProcessSlots.base(successor);
        if (!slots.isCurrent(image)) {
            // Its own slot was the one that could be had.
            writer.describeUnknown(base, record, container);
            putParent(base, record.parentTgid(), record.parentStartBootTimeNs());
            return;
        }
        writer.describeSuccessor(base, old, record, container);
        succeed(base, old, buffer.getInt(old + ProcessSlots.EXECS));
        retire(ProcessSlots.slot(image), ProcessSlots.SUPERSEDED, record.bootTimeNs());
    }

    /// What one image of a process hands on to the next.
    private void succeed(int base, int old, int execs) {
        buffer.putInt(base + ProcessSlots.PARENT_TGID, buffer.getInt(old + ProcessSlots.PARENT_TGID));
        buffer.putLong(base + ProcessSlots.PARENT_START, buffer.getLong(old + ProcessSlots.PARENT_START));
        link(base, buffer.getLong(old + ProcessSlots.PARENT));
        buffer.putInt(base + ProcessSlots.EXECS, execs);
        buffer.putInt(base + ProcessSlots.SNAPSHOT, buffer.getInt(old + ProcessSlots.SNAPSHOT));
        addState(base, buffer.getInt(old + ProcessSlots.STATE) & ProcessSlots.ALREADY_RUNNING);
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
        long image = open(running.tgid(), running.startBootTimeNs(), running.bootTimeNs(), container);
        if (image != NONE) {
            int base = ProcessSlots.base(image);
            writer.describe(base, running, container);
            addState(base, ProcessSlots.ALREADY_RUNNING);
            buffer.putInt(base + ProcessSlots.SNAPSHOT, snapshot);
            putParent(base, running.parentTgid(), running.parentStartBootTimeNs());
        }
    }

    /// Ends a snapshot: what started before it and was not found in it has ended without our seeing it, and
    /// parents that were found after their children are connected.
    ///
    /// @param begunBootTimeNs when [#beginSnapshot] was called
    public void endSnapshot(long begunBootTimeNs) {
        Int2IntHashMap.ValueIterator newest = index.newestOfAll();
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
        Int2IntHashMap.ValueIterator newest = index.newestOfAll();
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
        Int2IntHashMap.ValueIterator newest = index.newestOfAll();
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

    private long open(int tgid, long startBootTimeNs, long bootTimeNs, int container) {
        if (!room.hasFor(container)) {
            maintain(bootTimeNs);
        }
        long image = room.take(container);
        if (image == NONE) {
            return NONE;
        }
        int slot = ProcessSlots.slot(image);
        int base = slot * ProcessSlots.SLOT_BYTES;
        buffer.putInt(base + ProcessSlots.TGID, tgid);
        buffer.putLong(base + ProcessSlots.START, startBootTimeNs);
        buffer.putLong(base + ProcessSlots.PARENT, NONE);
        chain(slot, startBootTimeNs, tgid, bootTimeNs);
        return image;
    }

    private void chain(int slot, long startBootTimeNs, int tgid, long bootTimeNs) {
        int newest = index.newest(tgid);
        long newestStart =
                newest == TgidIndex.NONE ? 0 : buffer.getLong(newest * ProcessSlots.SLOT_BYTES + ProcessSlots.START);
        if (newest != TgidIndex.NONE && newestStart > startBootTimeNs) {
            // The pid is used again, and this is the first that is heard of its former process: it is gone.
            index.addSecond(slot);
            retire(slot, ProcessSlots.EXITED, bootTimeNs);
            return;
        }
        if (newest != TgidIndex.NONE && newestStart != startBootTimeNs) {
            // The pid is used again, so its former process is gone, whether or not its exit was seen.
            retire(newest, ProcessSlots.EXITED, bootTimeNs);
        }
        index.addNewest(slot);
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
        index.remove(slot);
        unlink(base);
        slots.expire(slot);
        writer.release(base);
        room.give(slot);
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
}
