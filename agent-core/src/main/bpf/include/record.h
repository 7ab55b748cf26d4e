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
#include <stdint.h>
typedef uint8_t __u8;
typedef uint16_t __u16;
typedef uint32_t __u32;
typedef int32_t __s32;
typedef uint64_t __u64;
#endif

/* Changes with every change of a layout or a meaning below. */
#define VEDETTE_ABI 1

/* Not events: a cgroup's path, sent before its first event; a process that ran before the agent did. */
#define VEDETTE_KIND_CGROUP 1
#define VEDETTE_KIND_RUNNING 2

#define VEDETTE_KIND_EXEC 16
#define VEDETTE_KIND_EXEC_FAILED 17
#define VEDETTE_KIND_FORK 18
#define VEDETTE_KIND_EXIT 19

/* Bit n stands for number n of vedette.v1.Incomplete. */
#define VEDETTE_INCOMPLETE(n) (1u << (n))
#define VEDETTE_ARGS_CUT VEDETTE_INCOMPLETE(1)
#define VEDETTE_BINARY_CUT VEDETTE_INCOMPLETE(2)
#define VEDETTE_CWD_CUT VEDETTE_INCOMPLETE(3)
#define VEDETTE_CWD_UNKNOWN VEDETTE_INCOMPLETE(4)
#define VEDETTE_ARGS_UNKNOWN VEDETTE_INCOMPLETE(5)
#define VEDETTE_BINARY_UNKNOWN VEDETTE_INCOMPLETE(6)
#define VEDETTE_PATH_CUT VEDETTE_INCOMPLETE(11)

#define VEDETTE_PATH_MAX 4096
#define VEDETTE_ARGS_MAX 16384
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
	__u32 pad;
	__u8 comm[VEDETTE_COMM_LEN]; /* of the leader, NUL padded */
};
_Static_assert(sizeof(struct vedette_process) == 104, "vedette_process");

/* Bits of vedette_exec.flags. */
#define VEDETTE_EXEC_MEMFD (1u << 0)
#define VEDETTE_EXEC_DELETED (1u << 1)
#define VEDETTE_EXEC_SETUID (1u << 2) /* the file has the bit and its owner is the effective user */
#define VEDETTE_EXEC_SETGID (1u << 3)
#define VEDETTE_EXEC_SCRIPT (1u << 4) /* `path` names a script, `binary` its interpreter */

/* EXEC, and RUNNING (whose args, cwd or binary the reader may have to find in procfs). Tail: binary, path, cwd, args. */
struct vedette_exec {
	struct vedette_header header;
	struct vedette_process process;
	__u32 flags;
	__u32 old_tid; /* of the thread that called exec; the header's tid is the new one */
	__u32 args_total; /* bytes of all args; more than args_len when they were cut */
	__u32 args_len;
	__u16 binary_len; /* the executable's path from the root of the process */
	__u16 path_len; /* the path as the caller gave it */
	__u16 cwd_len;
	__u16 pad;
};
_Static_assert(sizeof(struct vedette_exec) == 192, "vedette_exec");

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

/* FORK: the header is the creator's (also under CLONE_PARENT), the rest the child's. Threads are not reported. No tail. */
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
_Static_assert(sizeof(struct vedette_fork) == 208, "vedette_fork");

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
	__u64 seen; /* lost ones included */
	__u64 lost;
};
_Static_assert(sizeof(struct vedette_count) == 16, "vedette_count");

#endif
