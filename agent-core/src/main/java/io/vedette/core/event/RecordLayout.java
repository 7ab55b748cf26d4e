package io.vedette.core.event;

/// Where the fields of a record are. The C side is `record.h`; both are held to the golden file
/// `record-layout.golden`.
///
/// Numbers have the byte order of the machine. A tail of bytes follows the fixed part; its lengths are in the
/// fixed part, its parts in the order drawn here, without terminators.
///
/// ```
/// header, 64 bytes: how every record starts
///    0                   4                   6         8                                       16
///   +-------------------+---------+---------+---------------------------------------+
///   | size              | kind    | abi     | boot_time_ns                          |
///   +-------------------+---------+---------+---------------------------------------+
///   | cgroup_id                             | start_boot_time_ns                    | 16
///   +-------------------+-------------------+-------------------+-------------------+
///   | parent_start_boot_time_ns             | tgid              | tid               | 32
///   +-------------------+-------------------+-------------------+-------------------+
///   | parent_tgid       | mnt_ns            | pid_ns            | incomplete        | 48
///   +-------------------+-------------------+-------------------+-------------------+
///
/// process, 104 bytes: offsets from where it starts
///   +---------------------------------------+---------------------------------------+
///   | cap_effective                         | inode                                 |  0
///   +-------------------+-------------------+-------------------+-------------------+
///   | device            | pid               | session           | process_group     | 16
///   +-------------------+-------------------+-------------------+-------------------+
///   | uid               | gid               | euid              | egid              | 32
///   +-------------------+-------------------+-------------------+-------------------+
///   | suid              | sgid              | auid              | net_ns            | 48
///   +-------------------+-------------------+-------------------+-------------------+
///   | ipc_ns            | uts_ns            | user_ns           | cgroup_ns         | 64
///   +-------------------+-------------------+-------------------+-------------------+
///   | time_ns           | pad               | comm, 16 bytes ...                    | 80
///   +-------------------+-------------------+-------------------+-------------------+
///   | ... comm                              |                                         96
///   +---------------------------------------+
///
/// exec (EXEC and RUNNING), 192 bytes            exec_failed, 80 bytes
///     0  header                                     0  header
///    64  process                                   64  error u32        68  args_total u32
///   168  flags u32       172  old_tid u32          72  args_len u32     76  path_len u16   78 pad
///   176  args_total u32  180  args_len u32         80  path, args
///   184  binary_len u16  186  path_len u16
///   188  cwd_len u16     190  pad
///   192  binary, path, cwd, args
///
/// fork, 208 bytes                               exit, 72 bytes
///     0  header                                     0  header
///    64  child: process                            64  status u32       68  pad
///   168  child_start_boot_time_ns u64
///   176  child_cgroup_id u64                    cgroup, 72 bytes
///   184  clone_flags u64                            0  header
///   192  child_tgid u32  196  child_mnt_ns u32     64  path_len u16     66  pad
///   200  child_pid_ns u32  204 pad                 72  path
///
/// count_key, 16 bytes                           count, 16 bytes
///     0  cgroup_id u64   8  kind u32  12 pad        0  seen u64          8  lost u64
/// ```
public final class RecordLayout {

    /// What records must carry in `abi`.
    public static final int ABI = 1;

    /// The longest path, in bytes.
    public static final int PATH_MAX = 4096;

    /// The most bytes of args that a record carries.
    public static final int ARGS_MAX = 16384;

    public static final int SIZE = 0;
    public static final int KIND = 4;
    public static final int ABI_OFFSET = 6;
    public static final int BOOT_TIME_NS = 8;
    public static final int CGROUP_ID = 16;
    public static final int START_BOOT_TIME_NS = 24;
    public static final int PARENT_START_BOOT_TIME_NS = 32;
    public static final int TGID = 40;
    public static final int TID = 44;
    public static final int PARENT_TGID = 48;
    public static final int MNT_NS = 52;
    public static final int PID_NS = 56;
    public static final int INCOMPLETE = 60;
    public static final int HEADER_LENGTH = 64;

    public static final int PROCESS_CAP_EFFECTIVE = 0;
    public static final int PROCESS_INODE = 8;
    public static final int PROCESS_DEVICE = 16;
    public static final int PROCESS_PID = 20;
    public static final int PROCESS_SESSION = 24;
    public static final int PROCESS_PROCESS_GROUP = 28;
    public static final int PROCESS_UID = 32;
    public static final int PROCESS_GID = 36;
    public static final int PROCESS_EUID = 40;
    public static final int PROCESS_EGID = 44;
    public static final int PROCESS_SUID = 48;
    public static final int PROCESS_SGID = 52;
    public static final int PROCESS_AUID = 56;
    public static final int PROCESS_NET_NS = 60;
    public static final int PROCESS_IPC_NS = 64;
    public static final int PROCESS_UTS_NS = 68;
    public static final int PROCESS_USER_NS = 72;
    public static final int PROCESS_CGROUP_NS = 76;
    public static final int PROCESS_TIME_NS = 80;
    public static final int PROCESS_COMM = 88;
    public static final int PROCESS_LENGTH = 104;
    public static final int COMM_LENGTH = 16;

    public static final int EXEC_PROCESS = 64;
    public static final int EXEC_FLAGS = 168;
    public static final int EXEC_OLD_TID = 172;
    public static final int EXEC_ARGS_TOTAL = 176;
    public static final int EXEC_ARGS_LEN = 180;
    public static final int EXEC_BINARY_LEN = 184;
    public static final int EXEC_PATH_LEN = 186;
    public static final int EXEC_CWD_LEN = 188;
    public static final int EXEC_LENGTH = 192;

    public static final int EXEC_FAILED_ERROR = 64;
    public static final int EXEC_FAILED_ARGS_TOTAL = 68;
    public static final int EXEC_FAILED_ARGS_LEN = 72;
    public static final int EXEC_FAILED_PATH_LEN = 76;
    public static final int EXEC_FAILED_LENGTH = 80;

    public static final int FORK_CHILD = 64;
    public static final int FORK_CHILD_START_BOOT_TIME_NS = 168;
    public static final int FORK_CHILD_CGROUP_ID = 176;
    public static final int FORK_CLONE_FLAGS = 184;
    public static final int FORK_CHILD_TGID = 192;
    public static final int FORK_CHILD_MNT_NS = 196;
    public static final int FORK_CHILD_PID_NS = 200;
    public static final int FORK_LENGTH = 208;

    public static final int EXIT_STATUS = 64;
    public static final int EXIT_LENGTH = 72;

    public static final int CGROUP_PATH_LEN = 64;
    public static final int CGROUP_LENGTH = 72;

    public static final int COUNT_KEY_CGROUP_ID = 0;
    public static final int COUNT_KEY_KIND = 8;
    public static final int COUNT_KEY_LENGTH = 16;
    public static final int COUNT_SEEN = 0;
    public static final int COUNT_LOST = 8;
    public static final int COUNT_LENGTH = 16;

    private RecordLayout() {}
}
