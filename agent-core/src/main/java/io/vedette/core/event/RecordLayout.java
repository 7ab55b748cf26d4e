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
/// process, 120 bytes: offsets from where it starts
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
///   | time_ns           | layer             | size                                  | 80
///   +-------------------+-------------------+-------------------+-------------------+
///   | change_time_ns                        | comm, 16 bytes ...                    | 96
///   +---------------------------------------+---------------------------------------+
///   | ... comm                              |                                        112
///   +---------------------------------------+
///
/// exec (EXEC and RUNNING), 240 bytes            exec_failed, 80 bytes
///     0  header                                     0  header
///    64  process                                   64  error u32        68  args_total u32
///   184  writer                                    72  args_len u32     76  path_len u16   78 pad
///   208  capabilities_gained u64                   80  path, args
///   216  flags u32       220  old_tid u32
///   224  args_total u32  228  args_len u32
///   232  binary_len u16  234  path_len u16
///   236  cwd_len u16     238  environment_len u16
///   240  binary, path, cwd, environment, args
///
/// fork, 224 bytes                               exit, 72 bytes
///     0  header                                     0  header
///    64  child: process                            64  status u32       68  pad
///   184  child_start_boot_time_ns u64
///   192  child_cgroup_id u64                    cgroup, 72 bytes
///   200  clone_flags u64                            0  header
///   208  child_tgid u32  212  child_mnt_ns u32     64  path_len u16     66  pad
///   216  child_pid_ns u32  220 pad                 72  path
///
/// parts that other records have, at offsets of their own
///   file, 32 bytes          writer, 24 bytes              target, 16 bytes              address, 24 bytes
///     0  inode u64            0  start_boot_time_ns u64     0  start_boot_time_ns u64     0  ip, 16 bytes
///     8  size u64             8  boot_time_ns u64           8  tgid u32   12  pid s32    16  family u16
///    16  change_time_ns u64  16  tgid u32                                                18  port u16
///    24  device u32
///    28  mode u16   30  layer u8   31  deleted u8
///
/// count_key, 16 bytes                           count, 40 bytes
///     0  cgroup_id u64   8  kind u32  12 pad        0  seen u64          8  lost u64
///                                                  16  limited u64      24  no_state u64
///                                                  32  sampled u64
/// settings, 576 bytes
///     0  reader_asleep u32   4  ignores_cgroups u32   8  path_rules u32   12  file_rate u32
///    16  coalesce_ns u64    24  kinds_off, 4 u64: bit n of word n / 64 is kind n
///    56  file_free u32      60  shedding u32
///    64  share_rates, 256 u16: events a second of kind n
/// ```
public final class RecordLayout {

    /// What records must carry in `abi`.
    public static final int ABI = 4;

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
    public static final int PROCESS_LAYER = 84;
    public static final int PROCESS_SIZE = 88;
    public static final int PROCESS_CHANGE_TIME_NS = 96;
    public static final int PROCESS_COMM = 104;
    public static final int PROCESS_LENGTH = 120;
    public static final int COMM_LENGTH = 16;

    public static final int EXEC_PROCESS = 64;
    public static final int EXEC_WRITER = 184;
    public static final int EXEC_CAPABILITIES_GAINED = 208;
    public static final int EXEC_FLAGS = 216;
    public static final int EXEC_OLD_TID = 220;
    public static final int EXEC_ARGS_TOTAL = 224;
    public static final int EXEC_ARGS_LEN = 228;
    public static final int EXEC_BINARY_LEN = 232;
    public static final int EXEC_PATH_LEN = 234;
    public static final int EXEC_CWD_LEN = 236;
    public static final int EXEC_ENVIRONMENT_LEN = 238;
    public static final int EXEC_LENGTH = 240;

    public static final int EXEC_FAILED_ERROR = 64;
    public static final int EXEC_FAILED_ARGS_TOTAL = 68;
    public static final int EXEC_FAILED_ARGS_LEN = 72;
    public static final int EXEC_FAILED_PATH_LEN = 76;
    public static final int EXEC_FAILED_LENGTH = 80;

    public static final int FORK_CHILD = 64;
    public static final int FORK_CHILD_START_BOOT_TIME_NS = 184;
    public static final int FORK_CHILD_CGROUP_ID = 192;
    public static final int FORK_CLONE_FLAGS = 200;
    public static final int FORK_CHILD_TGID = 208;
    public static final int FORK_CHILD_MNT_NS = 212;
    public static final int FORK_CHILD_PID_NS = 216;
    public static final int FORK_LENGTH = 224;

    public static final int EXIT_STATUS = 64;
    public static final int EXIT_LENGTH = 72;

    public static final int CGROUP_PATH_LEN = 64;
    public static final int CGROUP_LENGTH = 72;

    public static final int COUNT_KEY_CGROUP_ID = 0;
    public static final int COUNT_KEY_KIND = 8;
    public static final int COUNT_KEY_LENGTH = 16;
    public static final int COUNT_SEEN = 0;
    public static final int COUNT_LOST = 8;
    public static final int COUNT_LIMITED = 16;
    public static final int COUNT_NO_STATE = 24;
    public static final int COUNT_SAMPLED = 32;
    public static final int COUNT_LENGTH = 40;

    public static final int SETTINGS_READER_ASLEEP = 0;
    public static final int SETTINGS_IGNORES_CGROUPS = 4;
    public static final int SETTINGS_PATH_RULES = 8;
    public static final int SETTINGS_FILE_RATE = 12;
    public static final int SETTINGS_COALESCE_NS = 16;
    public static final int SETTINGS_KINDS_OFF = 24;
    public static final int SETTINGS_FILE_FREE = 56;
    public static final int SETTINGS_SHEDDING = 60;
    public static final int SETTINGS_SHARE_RATES = 64;
    public static final int SETTINGS_LENGTH = 576;

    public static final int FILE_INODE = 0;
    public static final int FILE_SIZE = 8;
    public static final int FILE_CHANGE_TIME_NS = 16;
    public static final int FILE_DEVICE = 24;
    public static final int FILE_MODE = 28;
    public static final int FILE_LAYER = 30;
    public static final int FILE_DELETED = 31;
    public static final int FILE_LENGTH = 32;

    public static final int WRITER_START_BOOT_TIME_NS = 0;
    public static final int WRITER_BOOT_TIME_NS = 8;
    public static final int WRITER_TGID = 16;
    public static final int WRITER_LENGTH = 24;

    public static final int TARGET_START_BOOT_TIME_NS = 0;
    public static final int TARGET_TGID = 8;
    public static final int TARGET_PID = 12;
    public static final int TARGET_LENGTH = 16;

    public static final int ADDRESS_IP = 0;
    public static final int ADDRESS_FAMILY = 16;
    public static final int ADDRESS_PORT = 18;
    public static final int ADDRESS_LENGTH = 24;

    private RecordLayout() {}
}
