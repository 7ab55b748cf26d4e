package io.vedette.core.identity;

import io.vedette.core.event.ProcessFlyweight;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;

/// View of one process image, by reference.
///
/// **Threads.** For the ship. An image that an event in flight refers to stays as it is until
/// [#release(long)]. Any other one (an ancestor) may go at any moment: read what is needed, then ask
/// [#isCurrent()], and forget it all if the answer is no. Until then lengths and offsets may be nonsense;
/// [#binaryLength(int)] is kept within the bytes that exist.
public final class ProcessImage {

    /// In place of a reference: nothing is known of the process but what the event says.
    public static final long NONE = ProcessSlots.NONE;

    private final ProcessSlots slots;
    private final AtomicBuffer buffer;
    private final DirectBuffer blobs;
    private final ProcessFlyweight process = new ProcessFlyweight();
    private long reference = NONE;
    private int base;

    ProcessImage(ProcessSlots slots, DirectBuffer blobs) {
        this.slots = slots;
        this.buffer = slots.buffer();
        this.blobs = blobs;
    }

    /// How many slots there are: references have slots below it.
    public int capacity() {
        return slots.capacity();
    }

    /// A number below [#capacity()] that no other current image has.
    public static int slot(long reference) {
        return ProcessSlots.slot(reference);
    }

    /// @return false when the image is gone
    public boolean wrap(long reference) {
        if (!slots.isCurrent(reference)) {
            return false;
        }
        this.reference = reference;
        base = ProcessSlots.base(reference);
        process.wrap(buffer, base + ProcessSlots.PROCESS);
        return true;
    }

    public boolean isCurrent() {
        return slots.isCurrent(reference);
    }

    /// Says that an event of this image is done with.
    public void release(long reference) {
        if (reference != NONE) {
            slots.unpin(reference);
        }
    }

    public int tgid() {
        return buffer.getInt(base + ProcessSlots.TGID);
    }

    public long startBootTimeNs() {
        return buffer.getLong(base + ProcessSlots.START);
    }

    /// Reference of the parent's image, or [#NONE].
    public long parent() {
        return buffer.getLongVolatile(base + ProcessSlots.PARENT);
    }

    public int parentTgid() {
        return buffer.getInt(base + ProcessSlots.PARENT_TGID);
    }

    public long parentStartBootTimeNs() {
        return buffer.getLong(base + ProcessSlots.PARENT_START);
    }

    public int mntNs() {
        return buffer.getInt(base + ProcessSlots.MNT_NS);
    }

    public int pidNs() {
        return buffer.getInt(base + ProcessSlots.PID_NS);
    }

    /// Ids, capabilities, namespaces, name; all 0 when IDS_UNKNOWN is among [#incomplete()].
    public ProcessFlyweight process() {
        return process;
    }

    public int incomplete() {
        return buffer.getInt(base + ProcessSlots.INCOMPLETE);
    }

    /// Effective capabilities that the exec which made this image gave; 0 also when it is not known what the process
    /// had before.
    public long capabilitiesGained() {
        return buffer.getLong(base + ProcessSlots.CAPABILITIES_GAINED);
    }

    public boolean alreadyRunning() {
        return (buffer.getInt(base + ProcessSlots.STATE) & ProcessSlots.ALREADY_RUNNING) != 0;
    }

    /// How many execs of it were seen.
    public int execs() {
        return buffer.getInt(base + ProcessSlots.EXECS);
    }

    /// Index of the container.
    public int container() {
        return buffer.getInt(base + ProcessSlots.CONTAINER);
    }

    /// Holds binary, script, cwd, environment and args.
    public DirectBuffer bytes() {
        return blobs;
    }

    public int binaryOffset() {
        return buffer.getInt(base + ProcessSlots.BLOB_OFFSET);
    }

    public int binaryLength() {
        return binaryLength(binaryOffset());
    }

    /// Within the bytes that exist, whatever becomes of the image.
    ///
    /// @param offset a value of [#binaryOffset()]
    public int binaryLength(int offset) {
        int length = buffer.getInt(base + ProcessSlots.BINARY_LENGTH);
        return offset < 0 || length < 0 || length > blobs.capacity() - offset ? 0 : length;
    }

    public int scriptOffset() {
        return binaryOffset() + binaryLength();
    }

    public int scriptLength() {
        return buffer.getInt(base + ProcessSlots.SCRIPT_LENGTH);
    }

    public int cwdOffset() {
        return scriptOffset() + scriptLength();
    }

    public int cwdLength() {
        return buffer.getInt(base + ProcessSlots.CWD_LENGTH);
    }

    /// As in [io.vedette.core.event.ExecFlyweight].
    public int environmentOffset() {
        return cwdOffset() + cwdLength();
    }

    public int environmentLength() {
        return buffer.getInt(base + ProcessSlots.ENVIRONMENT_LENGTH);
    }

    public int argsOffset() {
        return environmentOffset() + environmentLength();
    }

    public int argsLength() {
        return buffer.getInt(base + ProcessSlots.ARGS_LENGTH);
    }

    public int argsTotal() {
        return buffer.getInt(base + ProcessSlots.ARGS_TOTAL);
    }
}
