package io.vedette.core.event;

import java.util.List;

/// Where the fields of the records of `record_security.h` are; the rules of [RecordLayout] hold.
public final class SecurityLayout {

    public static final int MEMFD_CREATE_FLAGS = 64;
    public static final int MEMFD_CREATE_FD = 68;
    public static final int MEMFD_CREATE_NAME_LEN = 72;
    public static final int MEMFD_CREATE_LENGTH = 80;

    public static final int CREDENTIALS_CAP_EFFECTIVE = 64;
    public static final int CREDENTIALS_CAP_PERMITTED = 72;
    public static final int CREDENTIALS_CAP_INHERITABLE = 80;
    public static final int CREDENTIALS_UID = 88;
    public static final int CREDENTIALS_EUID = 92;
    public static final int CREDENTIALS_SUID = 96;
    public static final int CREDENTIALS_FSUID = 100;
    public static final int CREDENTIALS_GID = 104;
    public static final int CREDENTIALS_EGID = 108;
    public static final int CREDENTIALS_SGID = 112;
    public static final int CREDENTIALS_FSGID = 116;
    public static final int CREDENTIALS_LENGTH = 120;

    public static final int OTHER_PROCESS_TARGET = 64;
    public static final int OTHER_PROCESS_BYTES = 80;
    public static final int OTHER_PROCESS_NUMBER = 88;
    public static final int OTHER_PROCESS_ERROR = 92;
    public static final int OTHER_PROCESS_BINARY_LEN = 96;
    public static final int OTHER_PROCESS_LENGTH = 104;

    public static final int MMAP_EXEC_FILE = 64;
    public static final int MMAP_EXEC_WRITER = 96;
    public static final int MMAP_EXEC_ADDRESS = 120;
    public static final int MMAP_EXEC_LENGTH_ASKED = 128;
    public static final int MMAP_EXEC_PROTECTION = 136;
    public static final int MMAP_EXEC_FLAGS = 140;
    public static final int MMAP_EXEC_PATH_LEN = 144;
    public static final int MMAP_EXEC_LENGTH = 152;

    public static final int MPROTECT_ADDRESS = 64;
    public static final int MPROTECT_LENGTH_ASKED = 72;
    public static final int MPROTECT_PROTECTION = 80;
    public static final int MPROTECT_ERROR = 84;
    public static final int MPROTECT_REGION = 88;
    public static final int MPROTECT_PATH_LEN = 92;
    public static final int MPROTECT_LENGTH = 96;

    public static final int CALL_VALUE = 64;
    public static final int CALL_NUMBER = 72;
    public static final int CALL_FLAGS = 76;
    public static final int CALL_SIGNED_1 = 80;
    public static final int CALL_SIGNED_2 = 84;
    public static final int CALL_ERROR = 88;
    public static final int CALL_FIRST_LEN = 92;
    public static final int CALL_SECOND_LEN = 94;
    public static final int CALL_LENGTH = 96;

    public static final int NAMESPACES_FLAGS = 64;
    public static final int NAMESPACES_FD = 72;
    public static final int NAMESPACES_ERROR = 76;
    public static final int NAMESPACES_MNT = 80;
    public static final int NAMESPACES_PID = 84;
    public static final int NAMESPACES_NET = 88;
    public static final int NAMESPACES_IPC = 92;
    public static final int NAMESPACES_UTS = 96;
    public static final int NAMESPACES_USER = 100;
    public static final int NAMESPACES_CGROUP = 104;
    public static final int NAMESPACES_TIME = 108;
    public static final int NAMESPACES_LENGTH = 112;

    public static final int MODULE_LOAD_FILE = 64;
    public static final int MODULE_LOAD_FLAGS = 96;
    public static final int MODULE_LOAD_ERROR = 100;
    public static final int MODULE_LOAD_PATH_LEN = 104;
    public static final int MODULE_LOAD_ARGUMENTS_LEN = 106;
    public static final int MODULE_LOAD_LENGTH = 112;

    static final List<RecordShape> SHAPES = List.of(
            RecordShape.of(Kinds.MEMFD_CREATE, MEMFD_CREATE_LENGTH, MEMFD_CREATE_NAME_LEN),
            RecordShape.of(Kinds.SET_UID, CREDENTIALS_LENGTH),
            RecordShape.of(Kinds.SET_GID, CREDENTIALS_LENGTH),
            RecordShape.of(Kinds.CAPSET, CREDENTIALS_LENGTH),
            RecordShape.of(Kinds.PTRACE, OTHER_PROCESS_LENGTH, OTHER_PROCESS_BINARY_LEN),
            RecordShape.of(Kinds.PROCESS_VM_READV, OTHER_PROCESS_LENGTH, OTHER_PROCESS_BINARY_LEN),
            RecordShape.of(Kinds.PROCESS_VM_WRITEV, OTHER_PROCESS_LENGTH, OTHER_PROCESS_BINARY_LEN),
            RecordShape.of(Kinds.PIDFD_GETFD, OTHER_PROCESS_LENGTH, OTHER_PROCESS_BINARY_LEN),
            RecordShape.of(Kinds.KILL, OTHER_PROCESS_LENGTH, OTHER_PROCESS_BINARY_LEN),
            RecordShape.of(Kinds.MMAP_EXEC, MMAP_EXEC_LENGTH, MMAP_EXEC_PATH_LEN),
            RecordShape.of(Kinds.MPROTECT, MPROTECT_LENGTH, MPROTECT_PATH_LEN),
            RecordShape.of(Kinds.USERFAULTFD, CALL_LENGTH, CALL_FIRST_LEN, CALL_SECOND_LEN),
            RecordShape.of(Kinds.PERF_EVENT_OPEN, CALL_LENGTH, CALL_FIRST_LEN, CALL_SECOND_LEN),
            RecordShape.of(Kinds.KEYCTL, CALL_LENGTH, CALL_FIRST_LEN, CALL_SECOND_LEN),
            RecordShape.of(Kinds.PRCTL, CALL_LENGTH, CALL_FIRST_LEN, CALL_SECOND_LEN),
            RecordShape.of(Kinds.SECCOMP, CALL_LENGTH, CALL_FIRST_LEN, CALL_SECOND_LEN),
            RecordShape.of(Kinds.PIVOT_ROOT, CALL_LENGTH, CALL_FIRST_LEN, CALL_SECOND_LEN),
            RecordShape.of(Kinds.CHROOT, CALL_LENGTH, CALL_FIRST_LEN, CALL_SECOND_LEN),
            RecordShape.of(Kinds.MODULE_DELETE, CALL_LENGTH, CALL_FIRST_LEN, CALL_SECOND_LEN),
            RecordShape.of(Kinds.BPF, CALL_LENGTH, CALL_FIRST_LEN, CALL_SECOND_LEN),
            RecordShape.of(Kinds.SETNS, NAMESPACES_LENGTH),
            RecordShape.of(Kinds.UNSHARE, NAMESPACES_LENGTH),
            RecordShape.of(Kinds.MODULE_LOAD, MODULE_LOAD_LENGTH, MODULE_LOAD_PATH_LEN, MODULE_LOAD_ARGUMENTS_LEN));

    private SecurityLayout() {}
}
