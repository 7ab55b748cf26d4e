package io.vedette.core.pipeline;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.ExecFailedFlyweight;
import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.ExitFlyweight;
import io.vedette.core.event.ForkFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordFlyweight;
import io.vedette.core.identity.ExecId;
import io.vedette.core.identity.ProcessImage;
import io.vedette.transport.codec.WireWriter;
import io.vedette.v1.Event;
import io.vedette.v1.Exec;
import io.vedette.v1.ExecFailed;
import io.vedette.v1.Exit;
import io.vedette.v1.Fork;
import io.vedette.v1.Writer;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/// Writes the kind's own message of an event: one method for each kind of process life, a [DetailMessage] for others.
/// One thread; allocates nothing.
final class EventEncoder {

    private final ExecId execId;
    private final Args args;
    private final ProcessImage image;
    private final EncodeContext context;
    private final @Nullable DetailMessage[] details = DetailMessage.all();

    EventEncoder(ProcessImage image, ExecId execId, Args args) {
        this.image = image;
        this.execId = execId;
        context = new EncodeContext(execId, image);
        this.args = args;
    }

    /// @param reference image of the process, pinned, or [ProcessImage#NONE]
    /// @param bootEpochNs Unix epoch of the boot clock
    void write(WireWriter writer, RecordFlyweight record, long reference, long bootEpochNs) {
        context.begin(reference, bootEpochNs);
        // By number and not by type: for that the JVM makes code at each start, which C1 does not see through.
        switch (record.kind()) {
            case Kinds.EXEC -> exec(writer, (ExecFlyweight) record);
            case Kinds.EXEC_FAILED -> execFailed(writer, (ExecFailedFlyweight) record);
            case Kinds.FORK -> fork(writer, (ForkFlyweight) record);
            case Kinds.EXIT -> exit(writer, (ExitFlyweight) record);
            default -> detail(writer, (DetailFlyweight) record);
        }
        writer.packedBits(Event.INCOMPLETE_FIELD_NUMBER, ofEventAlone(record) | context.incomplete());
    }

    /// An exec's flags are its process's: they are told there.
    private static int ofEventAlone(RecordFlyweight record) {
        return record.kind() == Kinds.EXEC ? record.incomplete() & IncompleteBits.PATH_CUT : record.incomplete();
    }

    private void detail(WireWriter writer, DetailFlyweight detail) {
        DetailMessage message = details[detail.kind()];
        if (message == null) {
            throw new IllegalArgumentException("kind=" + detail.kind() + " has no message");
        }
        message.write(writer, detail, context);
    }

    private void exec(WireWriter writer, ExecFlyweight exec) {
        int mark = writer.beginMessage(Event.EXEC_FIELD_NUMBER);
        int flags = exec.flags();
        flag(writer, Exec.MEMFD_FIELD_NUMBER, (flags & ExecFlyweight.MEMFD) != 0);
        flag(writer, Exec.DELETED_FIELD_NUMBER, (flags & ExecFlyweight.DELETED) != 0);
        flag(writer, Exec.SETUID_FIELD_NUMBER, (flags & ExecFlyweight.SETUID) != 0);
        flag(writer, Exec.SETGID_FIELD_NUMBER, (flags & ExecFlyweight.SETGID) != 0);
        flag(writer, Exec.FILE_CAPABILITIES_FIELD_NUMBER, (flags & ExecFlyweight.FILE_CAPABILITIES) != 0);
        flag(writer, Exec.IN_PLACE_FIELD_NUMBER, context.imageIsKnown() && image.execs() > 1);
        if (exec.oldTid() != exec.tgid()) {
            writer.uint32(Exec.OLD_TID_FIELD_NUMBER, exec.oldTid());
        }
        boolean script = (flags & ExecFlyweight.SCRIPT) != 0;
        if (!script && !sameBytes(exec)) {
            writer.bytes(Exec.PATH_FIELD_NUMBER, exec.buffer(), exec.pathOffset(), exec.pathLength());
        }
        if (exec.writerStartBootTimeNs() != 0) {
            int writerMark = writer.beginMessage(Exec.WRITER_FIELD_NUMBER);
            execId.write(writer, Writer.EXEC_ID_FIELD_NUMBER, exec.writerTgid(), exec.writerStartBootTimeNs());
            writer.uint32(Writer.HOST_PID_FIELD_NUMBER, exec.writerTgid());
            writer.fixed64(Writer.TIME_NS_FIELD_NUMBER, context.epochNs(exec.writtenBootTimeNs()));
            writer.endMessage(writerMark);
        }
        if (context.imageIsKnown() && image.capabilitiesGained() != 0) {
            writer.fixed64(Exec.CAPABILITIES_GAINED_FIELD_NUMBER, image.capabilitiesGained());
        }
        writer.endMessage(mark);
    }

    private static boolean sameBytes(ExecFlyweight exec) {
        int length = exec.binaryLength();
        if (length != exec.pathLength()) {
            return false;
        }
        DirectBuffer buffer = exec.buffer();
        for (int i = 0; i < length; i++) {
            if (buffer.getByte(exec.binaryOffset() + i) != buffer.getByte(exec.pathOffset() + i)) {
                return false;
            }
        }
        return true;
    }

    private void execFailed(WireWriter writer, ExecFailedFlyweight failed) {
        int mark = writer.beginMessage(Event.EXEC_FAILED_FIELD_NUMBER);
        writer.bytes(ExecFailed.PATH_FIELD_NUMBER, failed.buffer(), failed.pathOffset(), failed.pathLength());
        args.write(writer, ExecFailed.ARGS_FIELD_NUMBER, failed.buffer(), failed.argsOffset(), failed.argsLength());
        writer.sint32(ExecFailed.ERRNO_FIELD_NUMBER, failed.error());
        if ((failed.incomplete() & IncompleteBits.ARGS_CUT) != 0) {
            writer.uint32(ExecFailed.ARGS_TOTAL_BYTES_FIELD_NUMBER, failed.argsTotal());
        }
        writer.endMessage(mark);
    }

    private void fork(WireWriter writer, ForkFlyweight fork) {
        int mark = writer.beginMessage(Event.FORK_FIELD_NUMBER);
        execId.write(writer, Fork.CHILD_EXEC_ID_FIELD_NUMBER, fork.childTgid(), fork.childStartBootTimeNs());
        writer.uint32(Fork.CHILD_PID_FIELD_NUMBER, fork.child().pid());
        writer.uint32(Fork.CHILD_HOST_PID_FIELD_NUMBER, fork.childTgid());
        writer.uint64(Fork.CLONE_FLAGS_FIELD_NUMBER, fork.cloneFlags());
        writer.endMessage(mark);
    }

    private static void exit(WireWriter writer, ExitFlyweight exit) {
        int mark = writer.beginMessage(Event.EXIT_FIELD_NUMBER);
        if (exit.code() != 0) {
            writer.uint32(Exit.CODE_FIELD_NUMBER, exit.code());
        }
        if (exit.signal() != 0) {
            writer.uint32(Exit.SIGNAL_FIELD_NUMBER, exit.signal());
        }
        flag(writer, Exit.CORE_DUMPED_FIELD_NUMBER, exit.coreDumped());
        writer.fixed64(Exit.RUN_TIME_NS_FIELD_NUMBER, exit.bootTimeNs() - exit.startBootTimeNs());
        writer.endMessage(mark);
    }

    private static void flag(WireWriter writer, int field, boolean set) {
        if (set) {
            writer.bool(field, true);
        }
    }
}
