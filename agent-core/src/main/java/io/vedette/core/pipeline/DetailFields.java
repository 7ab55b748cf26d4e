package io.vedette.core.pipeline;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.FileLayout;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.RecordLayout;
import io.vedette.transport.codec.WireWriter;
import io.vedette.v1.Address;
import io.vedette.v1.Target;
import io.vedette.v1.Writer;
import org.agrona.DirectBuffer;

/// The kinds of field writers. Fields of the schema without presence are left out when they are 0, as protobuf
/// has it; offsets are those of the layout classes.
final class DetailFields {

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;

    /// Values of `vedette_named.joined`; all others are as FOLLOWED, but for the last name.
    private static final int RESOLVED = 0;

    private static final int FOLLOWED = 2;

    private DetailFields() {}

    /// From a u32.
    static FieldWriter uint32(int field, int offset) {
        return (writer, record, context) -> {
            int value = record.i32(offset);
            if (value != 0) {
                writer.uint32(field, value);
            }
        };
    }

    /// From a u16.
    static FieldWriter uint16(int field, int offset) {
        return (writer, record, context) -> {
            int value = record.u16(offset);
            if (value != 0) {
                writer.uint32(field, value);
            }
        };
    }

    /// From a u8, also for an enum.
    static FieldWriter uint8(int field, int offset) {
        return (writer, record, context) -> {
            int value = record.u8(offset);
            if (value != 0) {
                writer.uint32(field, value);
            }
        };
    }

    /// From an s32.
    static FieldWriter sint32(int field, int offset) {
        return (writer, record, context) -> {
            int value = record.i32(offset);
            if (value != 0) {
                writer.sint32(field, value);
            }
        };
    }

    static FieldWriter uint64(int field, int offset) {
        return (writer, record, context) -> {
            long value = record.i64(offset);
            if (value != 0) {
                writer.uint64(field, value);
            }
        };
    }

    static FieldWriter fixed64(int field, int offset) {
        return (writer, record, context) -> {
            long value = record.i64(offset);
            if (value != 0) {
                writer.fixed64(field, value);
            }
        };
    }

    /// For a field with presence: written whatever it is, unless it is `absent`.
    static FieldWriter optionalUint32(int field, int offset, int absent) {
        return (writer, record, context) -> {
            if (record.i32(offset) != absent) {
                writer.uint32(field, record.i32(offset));
            }
        };
    }

    /// Whether one of the bits is set in a u32.
    static FieldWriter bits(int field, int offset, int mask) {
        return (writer, record, context) -> {
            if ((record.i32(offset) & mask) != 0) {
                writer.bool(field, true);
            }
        };
    }

    /// From a u8.
    static FieldWriter bool(int field, int offset) {
        return (writer, record, context) -> {
            if (record.u8(offset) != 0) {
                writer.bool(field, true);
            }
        };
    }

    /// A part of the tail.
    static FieldWriter bytes(int field, int part) {
        return (writer, record, context) -> bytes(writer, field, record, part);
    }

    /// A path: the kernel's own, or the caller's string joined to the directory that it counts from.
    ///
    /// @param named offset of the `vedette_named`
    /// @param givenPart part of the tail with the caller's string; the kernel's path is the next part
    static FieldWriter path(int field, int named, int givenPart) {
        return (writer, record, context) -> {
            int how = record.u8(named + FileLayout.NAMED_JOINED);
            if (how == RESOLVED) {
                bytes(writer, field, record, givenPart + 1);
                return;
            }
            PathJoiner joiner = join(record, context, givenPart);
            if (joiner.length() > 0) {
                writer.bytes(field, joiner.buffer(), 0, joiner.length());
            }
            if (!joiner.isExact(how == FOLLOWED)) {
                context.markIncomplete(IncompleteBits.PATH_UNRESOLVED);
            }
        };
    }

    /// The caller's string, when it differs from what [#path] with the same arguments tells.
    static FieldWriter givenPath(int field, int named, int givenPart) {
        return (writer, record, context) -> {
            DirectBuffer told = record.buffer();
            int offset = record.partOffset(givenPart + 1);
            int length = record.partLength(givenPart + 1);
            if (record.u8(named + FileLayout.NAMED_JOINED) != RESOLVED) {
                PathJoiner joiner = join(record, context, givenPart);
                told = joiner.buffer();
                offset = 0;
                length = joiner.length();
            }
            if (!isPart(record, givenPart, told, offset, length)) {
                bytes(writer, field, record, givenPart);
            }
        };
    }

    private static PathJoiner join(DetailFlyweight record, EncodeContext context, int givenPart) {
        return context.joiner()
                .join(
                        record.buffer(),
                        record.partOffset(givenPart + 1),
                        record.partLength(givenPart + 1),
                        record.partOffset(givenPart),
                        record.partLength(givenPart));
    }

    private static boolean isPart(DetailFlyweight record, int part, DirectBuffer buffer, int offset, int length) {
        if (record.partLength(part) != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (record.buffer().getByte(record.partOffset(part) + i) != buffer.getByte(offset + i)) {
                return false;
            }
        }
        return true;
    }

    /// The first one, or the second one when there is nothing in this part of the tail.
    static FieldWriter either(int part, FieldWriter first, FieldWriter second) {
        return (writer, record, context) ->
                (record.partLength(part) > 0 ? first : second).write(writer, record, context);
    }

    private static void bytes(WireWriter writer, int field, DetailFlyweight record, int part) {
        if (record.partLength(part) > 0) {
            writer.bytes(field, record.buffer(), record.partOffset(part), record.partLength(part));
        }
    }

    /// A message in the message; left out when nothing is in it.
    static FieldWriter nested(int field, FieldWriter... fields) {
        return (writer, record, context) -> {
            int before = writer.position();
            int mark = writer.beginMessage(field);
            int start = writer.position();
            for (FieldWriter inner : fields) {
                inner.write(writer, record, context);
            }
            boolean isEmpty = writer.position() == start;
            writer.endMessage(mark);
            if (isEmpty && !writer.overflowed()) {
                writer.rewind(before);
            }
        };
    }

    /// A `vedette.v1.Target` from a `vedette_target`.
    ///
    /// @param binaryPart part of the tail with its executable
    static FieldWriter target(int field, int offset, int binaryPart) {
        return nested(
                field,
                execId(
                        Target.EXEC_ID_FIELD_NUMBER,
                        offset + RecordLayout.TARGET_TGID,
                        offset + RecordLayout.TARGET_START_BOOT_TIME_NS),
                sint32(Target.PID_FIELD_NUMBER, offset + RecordLayout.TARGET_PID),
                uint32(Target.HOST_PID_FIELD_NUMBER, offset + RecordLayout.TARGET_TGID),
                bytes(Target.BINARY_FIELD_NUMBER, binaryPart));
    }

    /// The id of a process from its tgid and start; nothing when the start is 0.
    static FieldWriter execId(int field, int tgidOffset, int startOffset) {
        return (writer, record, context) -> {
            if (record.i64(startOffset) != 0) {
                context.execId().write(writer, field, record.i32(tgidOffset), record.i64(startOffset));
            }
        };
    }

    /// A `vedette.v1.Writer` from a `vedette_writer`.
    static FieldWriter writer(int field, int offset) {
        return nested(
                field,
                execId(
                        Writer.EXEC_ID_FIELD_NUMBER,
                        offset + RecordLayout.WRITER_TGID,
                        offset + RecordLayout.WRITER_START_BOOT_TIME_NS),
                uint32(Writer.HOST_PID_FIELD_NUMBER, offset + RecordLayout.WRITER_TGID),
                (writer, record, context) -> {
                    long boot = record.i64(offset + RecordLayout.WRITER_BOOT_TIME_NS);
                    if (boot != 0) {
                        writer.fixed64(Writer.TIME_NS_FIELD_NUMBER, context.epochNs(boot));
                    }
                });
    }

    /// A `vedette.v1.Address` from a `vedette_address` that can't be of a unix socket.
    static FieldWriter address(int field, int offset) {
        return nested(field, ip(offset), uint16(Address.PORT_FIELD_NUMBER, offset + RecordLayout.ADDRESS_PORT));
    }

    /// A `vedette.v1.Address` from a `vedette_address`. A unix socket's end is one even when it has no name.
    ///
    /// @param pathPart part of the tail with the path of a unix socket
    static FieldWriter address(int field, int offset, int pathPart) {
        FieldWriter path = bytes(Address.PATH_FIELD_NUMBER, pathPart);
        FieldWriter port = uint16(Address.PORT_FIELD_NUMBER, offset + RecordLayout.ADDRESS_PORT);
        FieldWriter whole = nested(field, ip(offset), port, path);
        return (writer, record, context) -> {
            if (record.u16(offset + RecordLayout.ADDRESS_FAMILY) != AF_UNIX) {
                whole.write(writer, record, context);
                return;
            }
            int mark = writer.beginMessage(field);
            path.write(writer, record, context);
            writer.endMessage(mark);
        };
    }

    private static FieldWriter ip(int offset) {
        return (writer, record, context) -> {
            int family = record.u16(offset + RecordLayout.ADDRESS_FAMILY);
            if (family == AF_INET || family == AF_INET6) {
                int length = family == AF_INET ? IPV4_LENGTH : IPV6_LENGTH;
                int ip = record.offset() + offset + RecordLayout.ADDRESS_IP;
                writer.bytes(Address.IP_FIELD_NUMBER, record.buffer(), ip, length);
            }
        };
    }
}
