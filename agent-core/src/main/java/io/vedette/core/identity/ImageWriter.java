package io.vedette.core.identity;

import static io.vedette.core.event.RecordLayout.*;
import static io.vedette.core.event.SecurityLayout.*;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.ForkFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.RecordFlyweight;
import io.vedette.core.event.RecordLayout;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Writes what records tell of a process into a slot that is not published yet. One thread, the drain.
final class ImageWriter {

    private static final int DESCRIPTION_UNKNOWN =
            IncompleteBits.BINARY_UNKNOWN | IncompleteBits.ARGS_UNKNOWN | IncompleteBits.CWD_UNKNOWN;

    private final AtomicBuffer slots;
    private final UnsafeBuffer blobs;
    private final DescriptionRoom room;

    /// @param blobs of which the room gives
    ImageWriter(ProcessSlots slots, UnsafeBuffer blobs, DescriptionRoom room) {
        this.slots = slots.buffer();
        this.blobs = blobs;
        this.room = room;
    }

    /// All that the record of a new image tells.
    void describe(int base, ExecFlyweight exec, int container) {
        putPlace(base, exec.cgroupId(), exec.mntNs(), exec.pidNs(), container);
        putProcess(base, exec.process().buffer(), exec.offset() + RecordLayout.EXEC_PROCESS);
        slots.putInt(base + ProcessSlots.ARGS_TOTAL, exec.argsTotal());
        int script = (exec.flags() & ExecFlyweight.SCRIPT) != 0 ? exec.pathLength() : 0;
        int length = exec.binaryLength() + script + exec.cwdLength() + exec.environmentLength() + exec.argsLength();
        int blob = room.take(length, container, ProcessSlots.NO_SLOT);
        if (blob == BlobStore.FULL) {
            slots.putInt(base + ProcessSlots.INCOMPLETE, exec.incomplete() | DESCRIPTION_UNKNOWN);
            return;
        }
        int at = blob;
        blobs.putBytes(at, exec.buffer(), exec.binaryOffset(), exec.binaryLength());
        at += exec.binaryLength();
        blobs.putBytes(at, exec.buffer(), exec.pathOffset(), script);
        at += script;
        blobs.putBytes(at, exec.buffer(), exec.cwdOffset(), exec.cwdLength());
        at += exec.cwdLength();
        blobs.putBytes(at, exec.buffer(), exec.environmentOffset(), exec.environmentLength());
        at += exec.environmentLength();
        blobs.putBytes(at, exec.buffer(), exec.argsOffset(), exec.argsLength());
        putBlob(base, blob, exec.binaryLength(), script, exec.cwdLength(), exec.environmentLength(), exec.argsLength());
        slots.putInt(base + ProcessSlots.INCOMPLETE, exec.incomplete());
    }

    /// A child before its exec: its own ids, and its creator's description.
    ///
    /// @param creatorBase of the creator's slot, or negative when the creator is not known
    void describeChild(int base, ForkFlyweight fork, int creatorBase, int container) {
        putPlace(base, fork.childCgroupId(), fork.childMntNs(), fork.childPidNs(), container);
        putProcess(base, fork.child().buffer(), fork.offset() + RecordLayout.FORK_CHILD);
        if (creatorBase < 0) {
            slots.putInt(base + ProcessSlots.INCOMPLETE, DESCRIPTION_UNKNOWN);
        } else {
            copyDescription(base, creatorBase, container);
        }
    }

    /// A process of which only the header of some event is known.
    void describeUnknown(int base, RecordFlyweight record, int container) {
        putPlace(base, record.cgroupId(), record.mntNs(), record.pidNs(), container);
        int unknown = DESCRIPTION_UNKNOWN | IncompleteBits.MISSED_EXEC | IncompleteBits.IDS_UNKNOWN;
        slots.putInt(base + ProcessSlots.INCOMPLETE, unknown);
    }

    /// Whether the record of credentials tells something else than an image whose ids are known.
    boolean changesCredentials(int base, DetailFlyweight record) {
        int process = base + ProcessSlots.PROCESS;
        return (slots.getInt(base + ProcessSlots.INCOMPLETE) & IncompleteBits.IDS_UNKNOWN) == 0
                && (slots.getLong(process + PROCESS_CAP_EFFECTIVE) != record.i64(CREDENTIALS_CAP_EFFECTIVE)
                        || slots.getInt(process + PROCESS_UID) != record.i32(CREDENTIALS_UID)
                        || slots.getInt(process + PROCESS_EUID) != record.i32(CREDENTIALS_EUID)
                        || slots.getInt(process + PROCESS_SUID) != record.i32(CREDENTIALS_SUID)
                        || slots.getInt(process + PROCESS_GID) != record.i32(CREDENTIALS_GID)
                        || slots.getInt(process + PROCESS_EGID) != record.i32(CREDENTIALS_EGID)
                        || slots.getInt(process + PROCESS_SGID) != record.i32(CREDENTIALS_SGID));
    }

    /// The same process with the credentials of the record.
    ///
    /// @param old base of its slot so far
    void describeSuccessor(int base, int old, DetailFlyweight record, int container) {
        putPlace(base, record.cgroupId(), record.mntNs(), record.pidNs(), container);
        putProcess(base, slots, old + ProcessSlots.PROCESS);
        copyDescription(base, old, container);
        int process = base + ProcessSlots.PROCESS;
        slots.putLong(process + PROCESS_CAP_EFFECTIVE, record.i64(CREDENTIALS_CAP_EFFECTIVE));
        slots.putInt(process + PROCESS_UID, record.i32(CREDENTIALS_UID));
        slots.putInt(process + PROCESS_EUID, record.i32(CREDENTIALS_EUID));
        slots.putInt(process + PROCESS_SUID, record.i32(CREDENTIALS_SUID));
        slots.putInt(process + PROCESS_GID, record.i32(CREDENTIALS_GID));
        slots.putInt(process + PROCESS_EGID, record.i32(CREDENTIALS_EGID));
        slots.putInt(process + PROCESS_SGID, record.i32(CREDENTIALS_SGID));
    }

    /// What an image has and the one before it had not; nothing when it is not known what that had.
    void putCapabilitiesGained(int base, int old) {
        int unknown = slots.getInt(base + ProcessSlots.INCOMPLETE) | slots.getInt(old + ProcessSlots.INCOMPLETE);
        if ((unknown & IncompleteBits.IDS_UNKNOWN) == 0) {
            long before = slots.getLong(old + ProcessSlots.PROCESS + PROCESS_CAP_EFFECTIVE);
            long after = slots.getLong(base + ProcessSlots.PROCESS + PROCESS_CAP_EFFECTIVE);
            slots.putLong(base + ProcessSlots.CAPABILITIES_GAINED, after & ~before);
        }
    }

    /// Gives back what a slot holds outside of itself. The slot has expired.
    void release(int base) {
        int length = slots.getInt(base + ProcessSlots.BLOB_LENGTH);
        if (length > 0) {
            room.give(
                    slots.getInt(base + ProcessSlots.BLOB_OFFSET), length, slots.getInt(base + ProcessSlots.CONTAINER));
        }
    }

    private void copyDescription(int base, int from, int container) {
        int incomplete = slots.getInt(from + ProcessSlots.INCOMPLETE) & ~IncompleteBits.IDS_UNKNOWN;
        int length = slots.getInt(from + ProcessSlots.BLOB_LENGTH);
        int blob = length > 0 ? room.take(length, container, from / ProcessSlots.SLOT_BYTES) : BlobStore.FULL;
        if (blob == BlobStore.FULL) {
            incomplete |= DESCRIPTION_UNKNOWN;
        } else {
            blobs.putBytes(blob, blobs, slots.getInt(from + ProcessSlots.BLOB_OFFSET), length);
            putBlob(
                    base,
                    blob,
                    slots.getInt(from + ProcessSlots.BINARY_LENGTH),
                    slots.getInt(from + ProcessSlots.SCRIPT_LENGTH),
                    slots.getInt(from + ProcessSlots.CWD_LENGTH),
                    slots.getInt(from + ProcessSlots.ENVIRONMENT_LENGTH),
                    slots.getInt(from + ProcessSlots.ARGS_LENGTH));
        }
        slots.putInt(base + ProcessSlots.ARGS_TOTAL, slots.getInt(from + ProcessSlots.ARGS_TOTAL));
        slots.putInt(base + ProcessSlots.INCOMPLETE, incomplete);
    }

    private void putPlace(int base, long cgroupId, int mntNs, int pidNs, int container) {
        slots.putLong(base + ProcessSlots.CGROUP_ID, cgroupId);
        slots.putInt(base + ProcessSlots.MNT_NS, mntNs);
        slots.putInt(base + ProcessSlots.PID_NS, pidNs);
        slots.putInt(base + ProcessSlots.CONTAINER, container);
    }

    private void putProcess(int base, DirectBuffer record, int offset) {
        slots.putBytes(base + ProcessSlots.PROCESS, record, offset, RecordLayout.PROCESS_LENGTH);
    }

    private void putBlob(int base, int blob, int binary, int script, int cwd, int environment, int args) {
        slots.putInt(base + ProcessSlots.BLOB_OFFSET, blob);
        slots.putInt(base + ProcessSlots.BLOB_LENGTH, Math.max(1, binary + script + cwd + environment + args));
        slots.putInt(base + ProcessSlots.BINARY_LENGTH, binary);
        slots.putInt(base + ProcessSlots.SCRIPT_LENGTH, script);
        slots.putInt(base + ProcessSlots.CWD_LENGTH, cwd);
        slots.putInt(base + ProcessSlots.ENVIRONMENT_LENGTH, environment);
        slots.putInt(base + ProcessSlots.ARGS_LENGTH, args);
    }
}
