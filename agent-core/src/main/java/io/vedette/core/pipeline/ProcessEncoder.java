package io.vedette.core.pipeline;

import io.vedette.core.digest.DigestTable;
import io.vedette.core.digest.FileDigest;
import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.ProcessFlyweight;
import io.vedette.core.event.RecordFlyweight;
import io.vedette.core.identity.ContainerDescription;
import io.vedette.core.identity.ExecId;
import io.vedette.core.identity.ProcessImage;
import io.vedette.transport.codec.WireWriter;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Namespaces;
import io.vedette.v1.Process;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/// Writes descriptions of processes into a batch, each image once: in full when an event refers to it, in
/// short form (ids and binary) when it is only an ancestor.
///
/// One thread, the ship. Allocates nothing. When the writer overflows, the caller drops what was written and
/// says so with [#rewind].
final class ProcessEncoder {

    private static final int MAX_ANCESTORS = 32;
    private static final int NOWHERE = -1;
    private static final int CUT = -2;

    /// More processes than a batch has room for, mostly: one that is not remembered is described again.
    private static final int REMEMBERED = 8192;

    /// What an ancestor's description takes at most, its binary not counted.
    private static final int BRIEF_BYTES = 160;

    private final ProcessImage image;
    private final ExecId execId;
    private final DigestTable digests;
    private final Args args;
    private final int ancestorBytes;
    private final Positions full;
    private final Positions brief;
    private int count;

    /// @param ancestorBytes what the ancestors of one process may take: they must not push an event out of
    ///     the batch
    ProcessEncoder(ProcessImage image, ExecId execId, Args args, DigestTable digests, int ancestorBytes) {
        this.ancestorBytes = ancestorBytes;
        this.image = image;
        this.execId = execId;
        this.args = args;
        this.digests = digests;
        full = new Positions(Math.min(image.capacity(), REMEMBERED));
        brief = new Positions(Math.min(image.capacity(), REMEMBERED));
    }

    /// Goes back to when there were `toCount` descriptions in the batch; 0 for a new batch. Those that stay
    /// are forgotten too, which may make a process be described twice and does no harm.
    void rewind(int toCount) {
        full.clear();
        brief.clear();
        count = toCount;
    }

    /// How many descriptions are in the batch.
    int count() {
        return count;
    }

    /// Describes a process in full, its ancestors before it.
    ///
    /// @param reference pinned image, or [ProcessImage#NONE]
    /// @param container position of its container in this batch
    /// @param description knows the names of its users
    /// @return its position
    int describe(
            WireWriter writer,
            long reference,
            RecordFlyweight record,
            int container,
            ContainerDescription description) {
        if (!image.wrap(reference)) {
            return describeFromRecord(writer, record, container, description);
        }
        int known = full.of(reference);
        if (known != NOWHERE) {
            return known;
        }
        int parent = describeAncestor(writer, image.parent(), MAX_ANCESTORS, ancestorBytes);
        image.wrap(reference);
        int mark = writer.beginMessage(EventBatch.PROCESSES_FIELD_NUMBER);
        writeIds(writer, image.tgid(), image.startBootTimeNs(), image.parentTgid(), image.parentStartBootTimeNs());
        int incomplete = image.incomplete();
        if (parent >= 0) {
            writer.uint32(Process.PARENT_FIELD_NUMBER, parent);
        } else if (image.parentTgid() != 0) {
            incomplete |= parent == CUT ? IncompleteBits.ANCESTORS_CUT : IncompleteBits.PARENT_UNKNOWN;
        }
        writer.uint32(Process.CONTAINER_FIELD_NUMBER, container);
        bytes(writer, Process.BINARY_FIELD_NUMBER, image.bytes(), image.binaryOffset(), image.binaryLength());
        bytes(writer, Process.SCRIPT_FIELD_NUMBER, image.bytes(), image.scriptOffset(), image.scriptLength());
        args.write(writer, Process.ARGS_FIELD_NUMBER, image.bytes(), image.argsOffset(), image.argsLength());
        bytes(writer, Process.CWD_FIELD_NUMBER, image.bytes(), image.cwdOffset(), image.cwdLength());
        args.write(
                writer,
                Process.ENVIRONMENT_FIELD_NUMBER,
                image.bytes(),
                image.environmentOffset(),
                image.environmentLength());
        if ((incomplete & IncompleteBits.ARGS_CUT) != 0) {
            writer.uint32(Process.ARGS_TOTAL_BYTES_FIELD_NUMBER, image.argsTotal());
        }
        if ((incomplete & IncompleteBits.IDS_UNKNOWN) == 0) {
            writeProcess(writer, image.process(), image.mntNs(), image.pidNs());
            userName(writer, description.userName(image.process().uid()));
        }
        if (image.execs() > 0) {
            writer.uint32(Process.EXEC_COUNT_FIELD_NUMBER, image.execs());
        }
        if (image.alreadyRunning()) {
            writer.bool(Process.ALREADY_RUNNING_FIELD_NUMBER, true);
        }
        writer.packedBits(Process.INCOMPLETE_FIELD_NUMBER, incomplete);
        writer.endMessage(mark);
        full.put(reference, count);
        return count++;
    }

    /// What the record alone tells: the table had no room for the process, or nobody knows which it was.
    private int describeFromRecord(
            WireWriter writer, RecordFlyweight record, int container, ContainerDescription description) {
        int mark = writer.beginMessage(EventBatch.PROCESSES_FIELD_NUMBER);
        if ((record.incomplete() & IncompleteBits.PROCESS_UNKNOWN) == 0) {
            writeIds(
                    writer,
                    record.tgid(),
                    record.startBootTimeNs(),
                    record.parentTgid(),
                    record.parentStartBootTimeNs());
        }
        writer.uint32(Process.CONTAINER_FIELD_NUMBER, container);
        int incomplete = record.incomplete() | IncompleteBits.PARENT_UNKNOWN;
        if (record instanceof ExecFlyweight exec) {
            bytes(writer, Process.BINARY_FIELD_NUMBER, exec.buffer(), exec.binaryOffset(), exec.binaryLength());
            if ((exec.flags() & ExecFlyweight.SCRIPT) != 0) {
                bytes(writer, Process.SCRIPT_FIELD_NUMBER, exec.buffer(), exec.pathOffset(), exec.pathLength());
            }
            if ((incomplete & IncompleteBits.ARGS_CUT) != 0) {
                writer.uint32(Process.ARGS_TOTAL_BYTES_FIELD_NUMBER, exec.argsTotal());
            }
            args.write(writer, Process.ARGS_FIELD_NUMBER, exec.buffer(), exec.argsOffset(), exec.argsLength());
            bytes(writer, Process.CWD_FIELD_NUMBER, exec.buffer(), exec.cwdOffset(), exec.cwdLength());
            args.write(
                    writer,
                    Process.ENVIRONMENT_FIELD_NUMBER,
                    exec.buffer(),
                    exec.environmentOffset(),
                    exec.environmentLength());
            writeProcess(writer, exec.process(), exec.mntNs(), exec.pidNs());
            userName(writer, description.userName(exec.process().uid()));
        } else {
            incomplete |= IncompleteBits.BINARY_UNKNOWN
                    | IncompleteBits.ARGS_UNKNOWN
                    | IncompleteBits.CWD_UNKNOWN
                    | IncompleteBits.IDS_UNKNOWN;
        }
        writer.packedBits(Process.INCOMPLETE_FIELD_NUMBER, incomplete);
        writer.endMessage(mark);
        return count++;
    }

    /// @return position of the ancestor's description, [#NOWHERE] when there is none (any more), or [#CUT]
    ///     when it is one too many
    private int describeAncestor(WireWriter writer, long reference, int generationsLeft, int bytesLeft) {
        if (reference == ProcessImage.NONE || !image.wrap(reference)) {
            return NOWHERE;
        }
        int known = full.of(reference);
        if (known == NOWHERE) {
            known = brief.of(reference);
        }
        if (known != NOWHERE) {
            return known;
        }
        int bytesLeftAbove = bytesLeft - BRIEF_BYTES - image.binaryLength(image.binaryOffset());
        if (generationsLeft == 0 || bytesLeftAbove < 0) {
            return CUT;
        }
        long grandparent = image.parent();
        int parent = describeAncestor(writer, grandparent, generationsLeft - 1, bytesLeftAbove);
        if (!image.wrap(reference)) {
            return NOWHERE;
        }
        int before = writer.position();
        int mark = writer.beginMessage(EventBatch.PROCESSES_FIELD_NUMBER);
        writeIds(writer, image.tgid(), image.startBootTimeNs(), image.parentTgid(), image.parentStartBootTimeNs());
        if (parent >= 0) {
            writer.uint32(Process.PARENT_FIELD_NUMBER, parent);
        }
        // Read once: the image may go meanwhile, and the range must be one that was checked.
        int binary = image.binaryOffset();
        bytes(writer, Process.BINARY_FIELD_NUMBER, image.bytes(), binary, image.binaryLength(binary));
        if (parent < 0 && grandparent != ProcessImage.NONE) {
            writer.packedBits(Process.INCOMPLETE_FIELD_NUMBER, IncompleteBits.ANCESTORS_CUT);
        }
        writer.endMessage(mark);
        if (!writer.overflowed() && !image.isCurrent()) {
            // The image went while it was read: what was written may be another's.
            writer.rewind(before);
            return NOWHERE;
        }
        brief.put(reference, count);
        return count++;
    }

    private void writeIds(WireWriter writer, int tgid, long start, int parentTgid, long parentStart) {
        execId.write(writer, Process.EXEC_ID_FIELD_NUMBER, tgid, start);
        if (parentTgid != 0) {
            execId.write(writer, Process.PARENT_EXEC_ID_FIELD_NUMBER, parentTgid, parentStart);
            writer.uint32(Process.PARENT_HOST_PID_FIELD_NUMBER, parentTgid);
        }
        writer.uint32(Process.HOST_PID_FIELD_NUMBER, tgid);
        writer.fixed64(Process.START_BOOT_TIME_NS_FIELD_NUMBER, start);
    }

    private void writeProcess(WireWriter writer, ProcessFlyweight process, int mntNs, int pidNs) {
        int name = Math.min(process.commLength(), 15);
        writer.bytes(Process.NAME_FIELD_NUMBER, process.buffer(), process.commOffset(), name);
        writer.uint32(Process.PID_FIELD_NUMBER, process.pid());
        writer.uint32(Process.UID_FIELD_NUMBER, process.uid());
        writer.uint32(Process.GID_FIELD_NUMBER, process.gid());
        writer.uint32(Process.EUID_FIELD_NUMBER, process.euid());
        writer.uint32(Process.EGID_FIELD_NUMBER, process.egid());
        writer.uint32(Process.SUID_FIELD_NUMBER, process.suid());
        writer.uint32(Process.SGID_FIELD_NUMBER, process.sgid());
        if (process.auid() != -1) {
            writer.uint32(Process.AUID_FIELD_NUMBER, process.auid());
        }
        writer.fixed64(Process.CAP_EFFECTIVE_FIELD_NUMBER, process.capEffective());
        writer.uint32(Process.SESSION_FIELD_NUMBER, process.session());
        writer.uint32(Process.PROCESS_GROUP_FIELD_NUMBER, process.processGroup());
        writer.uint64(Process.INODE_FIELD_NUMBER, process.inode());
        writer.uint32(Process.DEVICE_FIELD_NUMBER, process.device());
        if (process.changeTimeNs() != 0) {
            writer.fixed64(Process.CHANGE_TIME_NS_FIELD_NUMBER, process.changeTimeNs());
            writer.uint64(Process.SIZE_FIELD_NUMBER, process.size());
            FileDigest digest = digests.find(process.device(), process.inode(), process.size(), process.changeTimeNs());
            if (digest != null) {
                writer.bytes(Process.SHA256_FIELD_NUMBER, digest.sha256());
            }
        }
        if (process.layer() != 0) {
            writer.uint32(Process.LAYER_FIELD_NUMBER, process.layer());
        }
        int mark = writer.beginMessage(Process.NAMESPACES_FIELD_NUMBER);
        writer.uint32(Namespaces.MNT_FIELD_NUMBER, mntNs);
        writer.uint32(Namespaces.PID_FIELD_NUMBER, pidNs);
        writer.uint32(Namespaces.NET_FIELD_NUMBER, process.netNs());
        writer.uint32(Namespaces.IPC_FIELD_NUMBER, process.ipcNs());
        writer.uint32(Namespaces.UTS_FIELD_NUMBER, process.utsNs());
        writer.uint32(Namespaces.USER_FIELD_NUMBER, process.userNs());
        writer.uint32(Namespaces.CGROUP_FIELD_NUMBER, process.cgroupNs());
        writer.uint32(Namespaces.TIME_FIELD_NUMBER, process.timeNs());
        writer.endMessage(mark);
    }

    private static void userName(WireWriter writer, byte @Nullable [] name) {
        if (name != null) {
            writer.bytes(Process.USER_NAME_FIELD_NUMBER, name);
        }
    }

    private static void bytes(WireWriter writer, int field, DirectBuffer source, int offset, int length) {
        if (length > 0) {
            writer.bytes(field, source, offset, length);
        }
    }
}
