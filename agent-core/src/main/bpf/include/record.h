/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The records that sensors write and the agent reads: the contract between C and Java.
 *
 * Natural alignment, fixed widths, explicit padding; no packed, no enum, no size_t, no pointer. A record is a fixed
 * struct followed by a tail of bytes whose lengths the struct gives, in the order of the length fields. Nothing in the
 * tail is terminated; args are each followed by one NUL. `kind` is a number of vedette.v1.EventKind, or below 16 for
 * records that are not events.
 */
#ifndef VEDETTE_RECORD_H
#define VEDETTE_RECORD_H

#ifdef VEDETTE_USER_SPACE
#include <linux/types.h>
#else
#include "kernel.h"
#endif

/* Changes with every change of a layout or a meaning below. */
#define VEDETTE_ABI 4

/* Not events: a cgroup's path, sent before its first event; a process that ran before the agent did. */
#define VEDETTE_KIND_CGROUP 1
#define VEDETTE_KIND_RUNNING 2

#define VEDETTE_KIND_EXEC 16
#define VEDETTE_KIND_EXEC_FAILED 17
#define VEDETTE_KIND_FORK 18
#define VEDETTE_KIND_EXIT 19
#define VEDETTE_KIND_SET_UID 20
#define VEDETTE_KIND_SET_GID 21
#define VEDETTE_KIND_CAPSET 22
#define VEDETTE_KIND_PTRACE 23
#define VEDETTE_KIND_PROCESS_VM_READV 24
#define VEDETTE_KIND_PROCESS_VM_WRITEV 25
#define VEDETTE_KIND_PIDFD_GETFD 26
#define VEDETTE_KIND_MMAP_EXEC 27
#define VEDETTE_KIND_MPROTECT 28
#define VEDETTE_KIND_MEMFD_CREATE 29
#define VEDETTE_KIND_USERFAULTFD 30
#define VEDETTE_KIND_PERF_EVENT_OPEN 31
#define VEDETTE_KIND_KEYCTL 32
#define VEDETTE_KIND_PRCTL 33
#define VEDETTE_KIND_SECCOMP 34
#define VEDETTE_KIND_SETNS 35
#define VEDETTE_KIND_UNSHARE 36
#define VEDETTE_KIND_PIVOT_ROOT 37
#define VEDETTE_KIND_CHROOT 38
#define VEDETTE_KIND_MODULE_LOAD 39
#define VEDETTE_KIND_MODULE_DELETE 40
#define VEDETTE_KIND_BPF 41
#define VEDETTE_KIND_KILL 42

#define VEDETTE_KIND_OPEN 100
#define VEDETTE_KIND_WRITE 101
#define VEDETTE_KIND_CLOSE_WRITE 102
#define VEDETTE_KIND_RENAME 103
#define VEDETTE_KIND_UNLINK 104
#define VEDETTE_KIND_RMDIR 105
#define VEDETTE_KIND_LINK 106
#define VEDETTE_KIND_SYMLINK 107
#define VEDETTE_KIND_MKDIR 108
#define VEDETTE_KIND_CHMOD 109
#define VEDETTE_KIND_CHOWN 110
#define VEDETTE_KIND_TRUNCATE 111
#define VEDETTE_KIND_SETXATTR 112
#define VEDETTE_KIND_MOUNT 113
#define VEDETTE_KIND_UMOUNT 114
#define VEDETTE_KIND_DUP 115

#define VEDETTE_KIND_SOCKET 150
#define VEDETTE_KIND_CONNECT 151
#define VEDETTE_KIND_BIND 152
#define VEDETTE_KIND_LISTEN 153
#define VEDETTE_KIND_ACCEPT 154
#define VEDETTE_KIND_CLOSE_CONNECTION 155
#define VEDETTE_KIND_SEND 156
#define VEDETTE_KIND_DNS 157

#define VEDETTE_KINDS 256

/* Opens that only read have a share of their own. */
#define VEDETTE_SHARE_READS 0

/* Bit n stands for number n of vedette.v1.Incomplete. */
#define VEDETTE_INCOMPLETE(n) (1u << (n))
#define VEDETTE_ARGS_CUT VEDETTE_INCOMPLETE(1)
#define VEDETTE_BINARY_CUT VEDETTE_INCOMPLETE(2)
#define VEDETTE_CWD_CUT VEDETTE_INCOMPLETE(3)
#define VEDETTE_CWD_UNKNOWN VEDETTE_INCOMPLETE(4)
#define VEDETTE_ARGS_UNKNOWN VEDETTE_INCOMPLETE(5)
#define VEDETTE_BINARY_UNKNOWN VEDETTE_INCOMPLETE(6)
#define VEDETTE_PATH_CUT VEDETTE_INCOMPLETE(11)
#define VEDETTE_PATH_UNRESOLVED VEDETTE_INCOMPLETE(13)
#define VEDETTE_PATH_UNKNOWN VEDETTE_INCOMPLETE(14)
#define VEDETTE_ADDRESS_UNKNOWN VEDETTE_INCOMPLETE(15)
#define VEDETTE_PAYLOAD_CUT VEDETTE_INCOMPLETE(16)
#define VEDETTE_TARGET_UNKNOWN VEDETTE_INCOMPLETE(17)
#define VEDETTE_ENVIRONMENT_CUT VEDETTE_INCOMPLETE(18)

#define VEDETTE_PATH_MAX 4096
#define VEDETTE_ARGS_MAX 16384
#define VEDETTE_ENVIRONMENT_MAX 4096
#define VEDETTE_COMM_LEN 16

/* How every record starts. The process is the thread group: `start_boot_time_ns` is its leader's. */
struct vedette_header {
	__u32 size; /* bytes of the record, tail included */
	__u16 kind;
	__u16 abi;
	__u64 boot_time_ns; /* CLOCK_BOOTTIME of the event */
	__u64 cgroup_id; /* of the cgroup v2 hierarchy; the inode of its directory */
	__u64 start_boot_time_ns;
	__u64 parent_start_boot_time_ns;
	__u32 tgid; /* pids here are those of the initial pid namespace */
	__u32 tid;
	__u32 parent_tgid; /* real parent at the time of the event */
	__u32 mnt_ns; /* inode */
	__u32 pid_ns; /* inode of the namespace that the process is in */
	__u32 incomplete; /* VEDETTE_INCOMPLETE bits of the record itself */
};
_Static_assert(sizeof(struct vedette_header) == 64, "vedette_header");

/* What is known of a process beyond the header. */
struct vedette_process {
	__u64 cap_effective;
	__u64 inode; /* of the executable */
	__u32 device; /* of the executable: major << 20 | minor */
	__u32 pid; /* in its own pid namespace */
	__u32 session; /* host pid of the leader */
	__u32 process_group; /* host pid of the leader */
	__u32 uid;
	__u32 gid;
	__u32 euid;
	__u32 egid;
	__u32 suid;
	__u32 sgid;
	__u32 auid; /* 0xffffffff: never set */
	__u32 net_ns; /* inodes */
	__u32 ipc_ns;
	__u32 uts_ns;
	__u32 user_ns;
	__u32 cgroup_ns;
	__u32 time_ns;
	__u32 layer; /* VEDETTE_LAYER_*, of the executable */
	__u64 size; /* of the executable, bytes */
	__u64 change_time_ns; /* of the executable: ctime, wall clock */
	__u8 comm[VEDETTE_COMM_LEN]; /* of the leader, NUL padded */
};
_Static_assert(sizeof(struct vedette_process) == 120, "vedette_process");

/* Where an overlay file system has a file from: numbers of vedette.v1.Layer. */
#define VEDETTE_LAYER_NONE 0
#define VEDETTE_LAYER_LOWER 1
#define VEDETTE_LAYER_UPPER 2

/* A file that a record is about. */
struct vedette_file {
	__u64 inode;
	__u64 size; /* bytes */
	__u64 change_time_ns; /* ctime, wall clock */
	__u32 device; /* major << 20 | minor */
	__u16 mode; /* type and permissions */
	__u8 layer; /* VEDETTE_LAYER_* */
	__u8 deleted; /* 1: it has no name any more */
};
_Static_assert(sizeof(struct vedette_file) == 32, "vedette_file");

/* Who wrote a file last. Sensors leave it zero: the reader knows. */
struct vedette_writer {
	__u64 start_boot_time_ns; /* 0: not known */
	__u64 boot_time_ns; /* of the write */
	__u32 tgid;
	__u32 pad;
};
_Static_assert(sizeof(struct vedette_writer) == 24, "vedette_writer");

/* Another process that a record is about. The path of its executable is in the tail. */
struct vedette_target {
	__u64 start_boot_time_ns; /* 0: there is no such process */
	__u32 tgid;
	__s32 pid; /* as the caller named it */
};
_Static_assert(sizeof(struct vedette_target) == 16, "vedette_target");

/* One end of a socket. The path of a unix one is in the tail. */
struct vedette_address {
	__u8 ip[16]; /* network order; an IPv4 address in the first 4 bytes, also of an IPv6 socket */
	__u16 family; /* of the address: AF_INET, AF_INET6, AF_UNIX, or 0: not known */
	__u16 port;
	__u32 pad;
};
_Static_assert(sizeof(struct vedette_address) == 24, "vedette_address");

/* Bits of vedette_exec.flags. */
#define VEDETTE_EXEC_MEMFD (1u << 0)
#define VEDETTE_EXEC_DELETED (1u << 1)
#define VEDETTE_EXEC_SETUID (1u << 2) /* the file has the bit and its owner is the effective user */
#define VEDETTE_EXEC_SETGID (1u << 3)
#define VEDETTE_EXEC_SCRIPT (1u << 4) /* `path` names a script, `binary` its interpreter */
#define VEDETTE_EXEC_FILE_CAPABILITIES (1u << 5) /* the file's capabilities gave some */

/*
 * EXEC, and RUNNING (whose args, cwd or binary the reader may have to find in procfs).
 * Tail: binary, path, cwd, environment, args.
 */
struct vedette_exec {
	struct vedette_header header;
	struct vedette_process process;
	struct vedette_writer writer;
	__u64 capabilities_gained; /* sensors leave it zero: the reader knows what the process had before */
	__u32 flags;
	__u32 old_tid; /* of the thread that called exec; the header's tid is the new one */
	__u32 args_total; /* bytes of all args; more than args_len when they were cut */
	__u32 args_len;
	__u16 binary_len; /* the executable's path from the root of the process */
	__u16 path_len; /* the path as the caller gave it */
	__u16 cwd_len;
	__u16 environment_len; /* LD_PRELOAD and LD_LIBRARY_PATH, as NAME=VALUE, each followed by one NUL */
};
_Static_assert(sizeof(struct vedette_exec) == 240, "vedette_exec");

/* EXEC_FAILED. Tail: path, args. */
struct vedette_exec_failed {
	struct vedette_header header;
	__u32 error; /* errno, positive */
	__u32 args_total;
	__u32 args_len;
	__u16 path_len;
	__u16 pad;
};
_Static_assert(sizeof(struct vedette_exec_failed) == 80, "vedette_exec_failed");

/* FORK: the header is the creator's (also under CLONE_PARENT), the rest the child's. Threads are not reported. No tail.
 */
struct vedette_fork {
	struct vedette_header header;
	struct vedette_process child;
	__u64 child_start_boot_time_ns;
	__u64 child_cgroup_id;
	__u64 clone_flags;
	__u32 child_tgid;
	__u32 child_mnt_ns;
	__u32 child_pid_ns;
	__u32 pad;
};
_Static_assert(sizeof(struct vedette_fork) == 224, "vedette_fork");

/* EXIT: once a process, with its last thread. No tail. */
struct vedette_exit {
	struct vedette_header header;
	__u32 status; /* as wait(2) gives it: signal in the low 7 bits, 0x80 core dumped, code << 8 */
	__u32 pad;
};
_Static_assert(sizeof(struct vedette_exit) == 72, "vedette_exit");

/* CGROUP: only the header's cgroup_id and time are set. Tail: path. */
struct vedette_cgroup {
	struct vedette_header header;
	__u16 path_len;
	__u16 pad[3];
};
_Static_assert(sizeof(struct vedette_cgroup) == 72, "vedette_cgroup");

/* Key and value of the map `counts`: what a hook saw and what the ring had no room for. One row a cgroup and kind. */
struct vedette_count_key {
	__u64 cgroup_id;
	__u32 kind;
	__u32 pad;
};
_Static_assert(sizeof(struct vedette_count_key) == 16, "vedette_count_key");

struct vedette_count {
	__u64 seen; /* all that follow included */
	__u64 lost; /* the ring had no room */
	__u64 limited; /* the container had used up its share of a ring that was filling up */
	__u64 no_state; /* no room to remember what the hook needs */
	__u64 sampled; /* the agent had to save CPU, and the container had used up its share of the kind */
};
_Static_assert(sizeof(struct vedette_count) == 40, "vedette_count");

#define VEDETTE_IGNORED_CGROUPS 4096

/* Map `path_rules`: how many rules it takes, how long their paths may be, what they say. */
#define VEDETTE_RULES 1024
#define VEDETTE_RULE_MAX 248
#define VEDETTE_RULE_EXCLUDE 1
#define VEDETTE_RULE_INCLUDE 2

/* What the reader does. Dozing, it looks by itself before long, and is woken for what can't wait for that. */
#define VEDETTE_READER_AWAKE 0
#define VEDETTE_READER_ASLEEP 1
#define VEDETTE_READER_DOZING 2

/* What the agent tells the hooks while they run, and they it: the only global variable. */
struct vedette_settings {
	__u32 reader_asleep; /* VEDETTE_READER_*, set by the reader when it goes to sleep; see wake_reader() */
	__u32 ignores_cgroups; /* whether `ignored_cgroups` has any */
	__u32 path_rules; /* how many `path_rules` has */
	__u32 file_rate; /* file events a second and cgroup, once the file ring is filling up; 0: no limit */
	__u64 coalesce_ns; /* for how long repeated opens are told together; 0: never */
	__u64 kinds_off[VEDETTE_KINDS / 64]; /* bit n of word n / 64: kind n is not wanted */
	__u32 file_free; /* bytes in the file ring from which on it counts as filling up */
	__u32 shedding; /* whether share_rates has any */
	__u16 share_rates[VEDETTE_KINDS]; /* by kind: events a second and cgroup; 0: no limit */
};
_Static_assert(sizeof(struct vedette_settings) == 576, "vedette_settings");

#endif
