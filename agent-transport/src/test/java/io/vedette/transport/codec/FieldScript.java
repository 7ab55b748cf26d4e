package io.vedette.transport.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.EventKind;
import io.vedette.v1.Exit;
import io.vedette.v1.Fork;
import io.vedette.v1.Gap;
import io.vedette.v1.Incomplete;
import io.vedette.v1.Process;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;

/// Writes the same random batch twice, with the writer and with the generated classes.
///
/// @param below a number from 0 to the given one, which is left out
/// @param any any long
/// @param bytes some bytes
record FieldScript(IntUnaryOperator below, LongSupplier any, Supplier<byte[]> bytes) {

    EventBatch write(WireWriter writer) {
        EventBatch.Builder batch = EventBatch.newBuilder();
        byte[] id = new byte[16];
        writer.bytes(EventBatch.INSTANCE_ID_FIELD_NUMBER, id);
        batch.setInstanceId(ByteString.copyFrom(id));
        long sequence = any.getAsLong();
        writer.fixed64(EventBatch.SEQUENCE_FIELD_NUMBER, sequence);
        batch.setSequence(sequence);
        int parts = below.applyAsInt(6);
        for (int i = 0; i < parts; i++) {
            switch (below.applyAsInt(3)) {
                case 0 -> batch.addProcesses(process(writer));
                case 1 -> batch.addEvents(event(writer));
                default -> batch.addGaps(gap(writer));
            }
        }
        return batch.build();
    }

    private Process process(WireWriter writer) {
        Process.Builder process = Process.newBuilder();
        int mark = writer.beginMessage(EventBatch.PROCESSES_FIELD_NUMBER);
        String execId = "exec " + Long.toHexString(any.getAsLong());
        writer.ascii(Process.EXEC_ID_FIELD_NUMBER, execId);
        process.setExecId(execId);
        int args = below.applyAsInt(4);
        for (int i = 0; i < args; i++) {
            byte[] arg = bytes.get();
            int from = arg.length == 0 ? 0 : below.applyAsInt(arg.length);
            if (below.applyAsInt(2) == 0) {
                writer.bytes(Process.ARGS_FIELD_NUMBER, arg, from, arg.length - from);
            } else {
                writer.bytes(Process.ARGS_FIELD_NUMBER, new UnsafeBuffer(arg), from, arg.length - from);
            }
            process.addArgs(ByteString.copyFrom(arg, from, arg.length - from));
        }
        int pid = (int) any.getAsLong();
        writer.uint32(Process.PID_FIELD_NUMBER, pid);
        process.setPid(pid);
        long bits = any.getAsLong() & 0x1fff;
        writer.packedBits(Process.INCOMPLETE_FIELD_NUMBER, bits);
        for (int bit = 0; bit < 13; bit++) {
            if ((bits >> bit & 1) != 0) {
                process.addIncomplete(Incomplete.forNumber(bit));
            }
        }
        boolean ran = below.applyAsInt(2) == 1;
        writer.bool(Process.ALREADY_RUNNING_FIELD_NUMBER, ran);
        process.setAlreadyRunning(ran);
        writer.endMessage(mark);
        return process.build();
    }

    private Event event(WireWriter writer) {
        Event.Builder event = Event.newBuilder();
        int mark = writer.beginMessage(EventBatch.EVENTS_FIELD_NUMBER);
        long offset = any.getAsLong();
        writer.sint64(Event.TIME_OFFSET_NS_FIELD_NUMBER, offset);
        event.setTimeOffsetNs(offset);
        if (below.applyAsInt(2) == 0) {
            int detail = writer.beginMessage(Event.FORK_FIELD_NUMBER);
            byte[] child = bytes.get();
            for (int i = 0; i < child.length; i++) {
                child[i] &= 0x7f;
            }
            String text = new String(child, US_ASCII);
            writer.ascii(Fork.CHILD_EXEC_ID_FIELD_NUMBER, text);
            long flags = any.getAsLong();
            writer.uint64(Fork.CLONE_FLAGS_FIELD_NUMBER, flags);
            writer.endMessage(detail);
            event.setFork(Fork.newBuilder().setChildExecId(text).setCloneFlags(flags));
        } else {
            int detail = writer.beginMessage(Event.EXIT_FIELD_NUMBER);
            int code = (int) any.getAsLong();
            writer.uint32(Exit.CODE_FIELD_NUMBER, code);
            writer.endMessage(detail);
            event.setExit(Exit.newBuilder().setCode(code));
        }
        writer.endMessage(mark);
        return event.build();
    }

    private Gap gap(WireWriter writer) {
        Gap.Builder gap = Gap.newBuilder();
        int mark = writer.beginMessage(EventBatch.GAPS_FIELD_NUMBER);
        int[] kinds = new int[below.applyAsInt(80)];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = EventKind.EXEC_VALUE + below.applyAsInt(27);
            gap.addKindsValue(kinds[i]);
        }
        writer.packed(Gap.KINDS_FIELD_NUMBER, kinds, kinds.length);
        writer.endMessage(mark);
        return gap.build();
    }
}
