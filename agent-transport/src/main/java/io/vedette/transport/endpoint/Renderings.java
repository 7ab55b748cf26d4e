package io.vedette.transport.endpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vedette.v1.Event;
import io.vedette.v1.Mount;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which fields of the schema are written in another way than their type says: one row for each way. A field
/// that the schema does not have fails at the start.
final class Renderings {

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_NETLINK = 16;

    /// What `mount` had to be called with before Linux 2.4, and is still called with: the kernel ignores it.
    private static final long MS_MAGIC = 0xc0ed_0000L;

    private static final long MS_MAGIC_MASK = 0xffff_0000L;
    private static final String TIME_SUFFIX = "time_ns";

    private static final Map<FieldDescriptor, Rendering> TABLE = new HashMap<>();

    static {
        row(LinuxFlags.CLONE, "Fork.clone_flags Unshare.flags Setns.namespace_type");
        row(
                LinuxFlags.CAPABILITIES,
                "Exec.capabilities_gained Capabilities.effective Capabilities.permitted Capabilities.inheritable");
        row(LinuxFlags.PROTECTION, "MmapExec.protection Mprotect.protection");
        row(LinuxFlags.MAP, "MmapExec.flags");
        row(LinuxFlags.MEMFD, "MemfdCreate.flags");
        row(LinuxFlags.USERFAULTFD, "Userfaultfd.flags");
        row(LinuxFlags.SECCOMP, "Seccomp.flags");
        row(LinuxFlags.MODULE_INIT, "ModuleLoad.flags");
        row(LinuxFlags.MODULE_DELETE, "ModuleDelete.flags");
        row(LinuxFlags.OPEN, "Open.flags");
        row(LinuxFlags.RENAME, "Rename.flags");
        row(LinuxFlags.UMOUNT, "Umount.flags");
        row(Renderings::mountFlags, "Mount.flags");
        row(LinuxNumbers.PTRACE, "Ptrace.request");
        row(LinuxNumbers.PERF_TYPE, "PerfEventOpen.type");
        row(LinuxNumbers.KEYCTL, "Keyctl.operation");
        row(LinuxNumbers.PRCTL, "Prctl.option");
        row(LinuxNumbers.SECCOMP, "Seccomp.operation");
        row(LinuxNumbers.BPF_COMMAND, "Bpf.command");
        row(LinuxNumbers.BPF_PROGRAM_TYPE, "Bpf.program_type");
        row(
                LinuxNumbers.FAMILY,
                "Dup.family Socket.family Connection.family Bind.family Listen.family CloseConnection.family");
        row(
                LinuxNumbers.SOCKET_TYPE,
                "Dup.type Socket.type Connection.type Bind.type Listen.type CloseConnection.type");
        row(
                Renderings::protocol,
                "Dup.protocol Socket.protocol Connection.protocol Bind.protocol Listen.protocol "
                        + "CloseConnection.protocol Dns.protocol");
        row(
                AddressText::of,
                "Dup.local Dup.remote Connection.local Connection.remote Bind.local Listen.local "
                        + "CloseConnection.local CloseConnection.remote Dns.local Dns.remote");
        row(DnsNumbers.TYPE, "DnsQuestion.type DnsAnswer.type");
        row(DnsNumbers.RESPONSE_CODE, "Dns.rcode");
        row(Renderings::octal, "Open.mode Mkdir.mode Chmod.mode Chmod.old_mode");
        row(Renderings::hexadecimal, "Dns.raw Digest.sha256 Process.sha256");
        row(
                Renderings::time,
                "Writer.time_ns MmapExec.change_time_ns ModuleLoad.change_time_ns Digest.change_time_ns "
                        + "Container.start_time_ns");
    }

    private Renderings() {}

    static @Nullable Rendering of(FieldDescriptor field) {
        return TABLE.get(field);
    }

    /// The name of a field in JSON: its own, but a time that is written as text does not end in its unit.
    static String nameOf(FieldDescriptor field) {
        String name = field.getName();
        boolean isTime = name.endsWith(TIME_SUFFIX) && TABLE.containsKey(field);
        return isTime ? name.substring(0, name.length() - "_ns".length()) : name;
    }

    private static void row(Rendering rendering, String fields) {
        for (String path : fields.split(" ", -1)) {
            int dot = path.indexOf('.');
            Descriptor message = Event.getDescriptor().getFile().findMessageTypeByName(path.substring(0, dot));
            FieldDescriptor field = message == null ? null : message.findFieldByName(path.substring(dot + 1));
            if (field == null) {
                throw new IllegalStateException("the schema has no field " + path);
            }
            TABLE.put(field, rendering);
        }
    }

    private static Object mountFlags(Message owner, Object value) {
        long flags = (Long) value;
        boolean hasMagic = (flags & MS_MAGIC_MASK) == MS_MAGIC;
        return switch (((Mount) owner).getCall()) {
            case MOUNT_CALL_MOVE_MOUNT -> LinuxFlags.MOVE_MOUNT.namesOf(flags);
            case MOUNT_CALL_OPEN_TREE -> LinuxFlags.OPEN_TREE.namesOf(flags);
            default -> LinuxFlags.MOUNT.namesOf(hasMagic ? flags & ~MS_MAGIC_MASK : flags);
        };
    }

    /// A protocol's number is of its family.
    private static Object protocol(Message owner, Object value) {
        return switch (AddressText.familyOf(owner)) {
            case -1, AF_INET, AF_INET6 -> LinuxNumbers.IP_PROTOCOL.of(owner, value);
            case AF_NETLINK -> LinuxNumbers.NETLINK_PROTOCOL.of(owner, value);
            default -> Rendering.unsigned(value);
        };
    }

    /// As `chmod` reads it; with the bits of the file's type where they are known.
    private static Object octal(Message owner, Object value) {
        return String.format("0%03o", Rendering.unsigned(value));
    }

    private static Object hexadecimal(Message owner, Object value) {
        return HexFormat.of().formatHex(((ByteString) value).toByteArray());
    }

    /// Null when it is not known.
    private static @Nullable Object time(Message owner, Object value) {
        long epochNs = (Long) value;
        return epochNs == 0 ? null : Times.text(epochNs);
    }
}
