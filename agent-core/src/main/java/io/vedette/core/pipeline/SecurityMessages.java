package io.vedette.core.pipeline;

import static io.vedette.core.event.SecurityLayout.*;
import static io.vedette.core.pipeline.DetailFields.*;

import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordLayout;
import io.vedette.v1.Bpf;
import io.vedette.v1.Chroot;
import io.vedette.v1.Keyctl;
import io.vedette.v1.Kill;
import io.vedette.v1.MemfdCreate;
import io.vedette.v1.MmapExec;
import io.vedette.v1.ModuleDelete;
import io.vedette.v1.ModuleLoad;
import io.vedette.v1.Mprotect;
import io.vedette.v1.Namespaces;
import io.vedette.v1.PerfEventOpen;
import io.vedette.v1.PidfdGetfd;
import io.vedette.v1.PivotRoot;
import io.vedette.v1.Prctl;
import io.vedette.v1.ProcessVm;
import io.vedette.v1.Ptrace;
import io.vedette.v1.Seccomp;
import io.vedette.v1.Setns;
import io.vedette.v1.Unshare;
import io.vedette.v1.Userfaultfd;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;

/// Messages of what processes do to each other and to themselves.
final class SecurityMessages {

    private static final int FIRST = 0;
    private static final int SECOND = 1;

    private static final List<DetailMessage> OTHERS = List.of(
            DetailMessage.of(
                    Kinds.PTRACE,
                    uint32(Ptrace.REQUEST_FIELD_NUMBER, OTHER_PROCESS_NUMBER),
                    target(Ptrace.TARGET_FIELD_NUMBER, OTHER_PROCESS_TARGET, FIRST),
                    sint32(Ptrace.ERRNO_FIELD_NUMBER, OTHER_PROCESS_ERROR)),
            processVm(Kinds.PROCESS_VM_READV),
            processVm(Kinds.PROCESS_VM_WRITEV),
            DetailMessage.of(
                    Kinds.PIDFD_GETFD,
                    target(PidfdGetfd.TARGET_FIELD_NUMBER, OTHER_PROCESS_TARGET, FIRST),
                    sint32(PidfdGetfd.TARGET_FD_FIELD_NUMBER, OTHER_PROCESS_NUMBER),
                    sint32(PidfdGetfd.ERRNO_FIELD_NUMBER, OTHER_PROCESS_ERROR)),
            DetailMessage.of(
                    Kinds.KILL,
                    uint32(Kill.SIGNAL_FIELD_NUMBER, OTHER_PROCESS_NUMBER),
                    target(Kill.TARGET_FIELD_NUMBER, OTHER_PROCESS_TARGET, FIRST),
                    sint32(Kill.ERRNO_FIELD_NUMBER, OTHER_PROCESS_ERROR)));

    private static final List<DetailMessage> MEMORY = List.of(
            DetailMessage.of(
                    Kinds.MEMFD_CREATE,
                    bytes(MemfdCreate.NAME_FIELD_NUMBER, FIRST),
                    uint32(MemfdCreate.FLAGS_FIELD_NUMBER, MEMFD_CREATE_FLAGS),
                    sint32(MemfdCreate.FD_FIELD_NUMBER, MEMFD_CREATE_FD)),
            DetailMessage.of(
                    Kinds.MMAP_EXEC,
                    bytes(MmapExec.PATH_FIELD_NUMBER, FIRST),
                    uint32(MmapExec.PROTECTION_FIELD_NUMBER, MMAP_EXEC_PROTECTION),
                    uint32(MmapExec.FLAGS_FIELD_NUMBER, MMAP_EXEC_FLAGS),
                    uint64(MmapExec.ADDRESS_FIELD_NUMBER, MMAP_EXEC_ADDRESS),
                    uint64(MmapExec.LENGTH_FIELD_NUMBER, MMAP_EXEC_LENGTH_ASKED),
                    uint64(MmapExec.INODE_FIELD_NUMBER, MMAP_EXEC_FILE + RecordLayout.FILE_INODE),
                    uint32(MmapExec.DEVICE_FIELD_NUMBER, MMAP_EXEC_FILE + RecordLayout.FILE_DEVICE),
                    fixed64(MmapExec.CHANGE_TIME_NS_FIELD_NUMBER, MMAP_EXEC_FILE + RecordLayout.FILE_CHANGE_TIME_NS),
                    uint64(MmapExec.SIZE_FIELD_NUMBER, MMAP_EXEC_FILE + RecordLayout.FILE_SIZE),
                    uint8(MmapExec.LAYER_FIELD_NUMBER, MMAP_EXEC_FILE + RecordLayout.FILE_LAYER),
                    bool(MmapExec.DELETED_FIELD_NUMBER, MMAP_EXEC_FILE + RecordLayout.FILE_DELETED),
                    writer(MmapExec.WRITER_FIELD_NUMBER, MMAP_EXEC_WRITER)),
            DetailMessage.of(
                    Kinds.MPROTECT,
                    uint64(Mprotect.ADDRESS_FIELD_NUMBER, MPROTECT_ADDRESS),
                    uint64(Mprotect.LENGTH_FIELD_NUMBER, MPROTECT_LENGTH_ASKED),
                    uint32(Mprotect.PROTECTION_FIELD_NUMBER, MPROTECT_PROTECTION),
                    uint32(Mprotect.REGION_FIELD_NUMBER, MPROTECT_REGION),
                    bytes(Mprotect.PATH_FIELD_NUMBER, FIRST),
                    sint32(Mprotect.ERRNO_FIELD_NUMBER, MPROTECT_ERROR)),
            DetailMessage.of(
                    Kinds.USERFAULTFD,
                    uint32(Userfaultfd.FLAGS_FIELD_NUMBER, CALL_FLAGS),
                    sint32(Userfaultfd.ERRNO_FIELD_NUMBER, CALL_ERROR)));

    private static final List<DetailMessage> CALLS = List.of(
            DetailMessage.of(
                    Kinds.PERF_EVENT_OPEN,
                    uint32(PerfEventOpen.TYPE_FIELD_NUMBER, CALL_NUMBER),
                    uint64(PerfEventOpen.CONFIG_FIELD_NUMBER, CALL_VALUE),
                    sint32(PerfEventOpen.PID_FIELD_NUMBER, CALL_SIGNED_1),
                    sint32(PerfEventOpen.CPU_FIELD_NUMBER, CALL_SIGNED_2),
                    sint32(PerfEventOpen.ERRNO_FIELD_NUMBER, CALL_ERROR)),
            DetailMessage.of(
                    Kinds.KEYCTL,
                    uint32(Keyctl.OPERATION_FIELD_NUMBER, CALL_NUMBER),
                    sint32(Keyctl.ERRNO_FIELD_NUMBER, CALL_ERROR)),
            DetailMessage.of(
                    Kinds.PRCTL,
                    uint32(Prctl.OPTION_FIELD_NUMBER, CALL_NUMBER),
                    uint64(Prctl.ARGUMENT_FIELD_NUMBER, CALL_VALUE),
                    bytes(Prctl.NAME_FIELD_NUMBER, FIRST)),
            DetailMessage.of(
                    Kinds.SECCOMP,
                    uint32(Seccomp.OPERATION_FIELD_NUMBER, CALL_NUMBER),
                    uint32(Seccomp.FLAGS_FIELD_NUMBER, CALL_FLAGS),
                    sint32(Seccomp.ERRNO_FIELD_NUMBER, CALL_ERROR)),
            DetailMessage.of(
                    Kinds.BPF,
                    uint32(Bpf.COMMAND_FIELD_NUMBER, CALL_NUMBER),
                    uint32(Bpf.PROGRAM_TYPE_FIELD_NUMBER, CALL_FLAGS),
                    bytes(Bpf.PROGRAM_NAME_FIELD_NUMBER, FIRST),
                    uint32(Bpf.ATTACH_TYPE_FIELD_NUMBER, CALL_SIGNED_1),
                    sint32(Bpf.ERRNO_FIELD_NUMBER, CALL_ERROR)));

    private static final List<DetailMessage> PLACES = List.of(
            DetailMessage.of(
                    Kinds.SETNS,
                    uint32(Setns.NAMESPACE_TYPE_FIELD_NUMBER, NAMESPACES_FLAGS),
                    sint32(Setns.FD_FIELD_NUMBER, NAMESPACES_FD),
                    namespaces(Setns.NAMESPACES_FIELD_NUMBER),
                    sint32(Setns.ERRNO_FIELD_NUMBER, NAMESPACES_ERROR)),
            DetailMessage.of(
                    Kinds.UNSHARE,
                    uint64(Unshare.FLAGS_FIELD_NUMBER, NAMESPACES_FLAGS),
                    namespaces(Unshare.NAMESPACES_FIELD_NUMBER),
                    sint32(Unshare.ERRNO_FIELD_NUMBER, NAMESPACES_ERROR)),
            DetailMessage.of(
                    Kinds.PIVOT_ROOT,
                    bytes(PivotRoot.NEW_ROOT_FIELD_NUMBER, FIRST),
                    bytes(PivotRoot.PUT_OLD_FIELD_NUMBER, SECOND),
                    sint32(PivotRoot.ERRNO_FIELD_NUMBER, CALL_ERROR)),
            DetailMessage.of(
                    Kinds.CHROOT,
                    bytes(Chroot.PATH_FIELD_NUMBER, FIRST),
                    whenItDiffers(Chroot.GIVEN_PATH_FIELD_NUMBER),
                    sint32(Chroot.ERRNO_FIELD_NUMBER, CALL_ERROR)),
            DetailMessage.of(
                    Kinds.MODULE_LOAD,
                    bytes(ModuleLoad.PATH_FIELD_NUMBER, FIRST),
                    bytes(ModuleLoad.ARGUMENTS_FIELD_NUMBER, SECOND),
                    uint32(ModuleLoad.FLAGS_FIELD_NUMBER, MODULE_LOAD_FLAGS),
                    uint64(ModuleLoad.INODE_FIELD_NUMBER, MODULE_LOAD_FILE + RecordLayout.FILE_INODE),
                    uint32(ModuleLoad.DEVICE_FIELD_NUMBER, MODULE_LOAD_FILE + RecordLayout.FILE_DEVICE),
                    fixed64(
                            ModuleLoad.CHANGE_TIME_NS_FIELD_NUMBER,
                            MODULE_LOAD_FILE + RecordLayout.FILE_CHANGE_TIME_NS),
                    uint64(ModuleLoad.SIZE_FIELD_NUMBER, MODULE_LOAD_FILE + RecordLayout.FILE_SIZE),
                    sint32(ModuleLoad.ERRNO_FIELD_NUMBER, MODULE_LOAD_ERROR)),
            DetailMessage.of(
                    Kinds.MODULE_DELETE,
                    bytes(ModuleDelete.NAME_FIELD_NUMBER, FIRST),
                    uint32(ModuleDelete.FLAGS_FIELD_NUMBER, CALL_FLAGS),
                    sint32(ModuleDelete.ERRNO_FIELD_NUMBER, CALL_ERROR)));

    static final List<DetailMessage> ALL = Stream.of(CredentialMessages.ALL, OTHERS, MEMORY, CALLS, PLACES)
            .flatMap(List::stream)
            .toList();

    private SecurityMessages() {}

    private static DetailMessage processVm(int kind) {
        return DetailMessage.of(
                kind,
                target(ProcessVm.TARGET_FIELD_NUMBER, OTHER_PROCESS_TARGET, FIRST),
                uint64(ProcessVm.BYTES_FIELD_NUMBER, OTHER_PROCESS_BYTES),
                sint32(ProcessVm.ERRNO_FIELD_NUMBER, OTHER_PROCESS_ERROR));
    }

    private static FieldWriter namespaces(int field) {
        return nested(
                field,
                uint32(Namespaces.MNT_FIELD_NUMBER, NAMESPACES_MNT),
                uint32(Namespaces.PID_FIELD_NUMBER, NAMESPACES_PID),
                uint32(Namespaces.NET_FIELD_NUMBER, NAMESPACES_NET),
                uint32(Namespaces.IPC_FIELD_NUMBER, NAMESPACES_IPC),
                uint32(Namespaces.UTS_FIELD_NUMBER, NAMESPACES_UTS),
                uint32(Namespaces.USER_FIELD_NUMBER, NAMESPACES_USER),
                uint32(Namespaces.CGROUP_FIELD_NUMBER, NAMESPACES_CGROUP),
                uint32(Namespaces.TIME_FIELD_NUMBER, NAMESPACES_TIME));
    }

    /// The second part of the tail, unless the first one is the same.
    private static FieldWriter whenItDiffers(int field) {
        return (writer, record, context) -> {
            DirectBuffer buffer = record.buffer();
            int length = record.partLength(SECOND);
            boolean differs = length != record.partLength(FIRST);
            for (int i = 0; i < length && !differs; i++) {
                differs = buffer.getByte(record.partOffset(FIRST) + i) != buffer.getByte(record.partOffset(SECOND) + i);
            }
            if (differs && length > 0) {
                writer.bytes(field, buffer, record.partOffset(SECOND), length);
            }
        };
    }
}
