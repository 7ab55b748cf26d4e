/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Records of what processes do to each other and to themselves; the rules of record.h. */
#ifndef VEDETTE_RECORD_SECURITY_H
#define VEDETTE_RECORD_SECURITY_H

#include "record.h"

/* MEMFD_CREATE. Tail: name. */
struct vedette_memfd_create {
	struct vedette_header header;
	__u32 flags;
	__s32 fd;
	__u16 name_len;
	__u16 pad[3];
};
_Static_assert(sizeof(struct vedette_memfd_create) == 80, "vedette_memfd_create");

/* SET_UID, SET_GID, CAPSET: as they are afterwards. No tail. */
struct vedette_credentials {
	struct vedette_header header;
	__u64 cap_effective;
	__u64 cap_permitted;
	__u64 cap_inheritable;
	__u32 uid;
	__u32 euid;
	__u32 suid;
	__u32 fsuid;
	__u32 gid;
	__u32 egid;
	__u32 sgid;
	__u32 fsgid;
};
_Static_assert(sizeof(struct vedette_credentials) == 120, "vedette_credentials");

/* PTRACE, PROCESS_VM_READV, PROCESS_VM_WRITEV, PIDFD_GETFD, KILL. Tail: binary of the target. */
struct vedette_other_process {
	struct vedette_header header;
	struct vedette_target target;
	__u64 bytes; /* what the call returned */
	__u32 number; /* PTRACE_*; the target's file descriptor; the signal */
	__u32 error; /* errno, positive */
	__u16 binary_len;
	__u16 pad[3];
};
_Static_assert(sizeof(struct vedette_other_process) == 104, "vedette_other_process");

/* MMAP_EXEC. Tail: path, empty when no file is mapped. */
struct vedette_mmap_exec {
	struct vedette_header header;
	struct vedette_file file;
	struct vedette_writer writer;
	__u64 address;
	__u64 length_asked;
	__u32 protection; /* PROT_* */
	__u32 flags; /* MAP_* */
	__u16 path_len;
	__u16 pad[3];
};
_Static_assert(sizeof(struct vedette_mmap_exec) == 152, "vedette_mmap_exec");

/* Numbers of vedette.v1.MemoryRegion. */
#define VEDETTE_REGION_STACK 1
#define VEDETTE_REGION_HEAP 2
#define VEDETTE_REGION_ANONYMOUS 3
#define VEDETTE_REGION_FILE 4

/* MPROTECT. Tail: path of the region's file. */
struct vedette_mprotect {
	struct vedette_header header;
	__u64 address;
	__u64 length_asked;
	__u32 protection; /* PROT_* */
	__u32 error; /* errno, positive */
	__u32 region; /* VEDETTE_REGION_*, 0: not known */
	__u16 path_len;
	__u16 pad;
};
_Static_assert(sizeof(struct vedette_mprotect) == 96, "vedette_mprotect");

/*
 * Calls of which little is told. Tail: first, second.
 *
 *			number		flags		value		signed_1	signed_2	first
 *second USERFAULTFD				flags
 * PERF_EVENT_OPEN	type				config		pid		cpu
 * KEYCTL		operation
 * PRCTL		option				argument					name
 * SECCOMP		operation	flags
 * PIVOT_ROOT										new root	put old
 * CHROOT										path		as given
 * MODULE_DELETE			flags						name
 * BPF			command		program type			attach type			name
 */
struct vedette_call {
	struct vedette_header header;
	__u64 value;
	__u32 number;
	__u32 flags;
	__s32 signed_1;
	__s32 signed_2;
	__u32 error; /* errno, positive */
	__u16 first_len;
	__u16 second_len;
};
_Static_assert(sizeof(struct vedette_call) == 96, "vedette_call");

/* SETNS, UNSHARE. The namespaces are those afterwards, as inodes. No tail. */
struct vedette_namespaces {
	struct vedette_header header;
	__u64 flags; /* CLONE_*, as asked for */
	__s32 fd;
	__u32 error; /* errno, positive */
	__u32 mnt;
	__u32 pid; /* of its next children */
	__u32 net;
	__u32 ipc;
	__u32 uts;
	__u32 user;
	__u32 cgroup;
	__u32 time;
};
_Static_assert(sizeof(struct vedette_namespaces) == 112, "vedette_namespaces");

/* MODULE_LOAD. Tail: path, arguments. */
struct vedette_module_load {
	struct vedette_header header;
	struct vedette_file file; /* only the size is known of a module that comes from memory */
	__u32 flags;
	__u32 error; /* errno, positive */
	__u16 path_len;
	__u16 arguments_len;
	__u32 pad;
};
_Static_assert(sizeof(struct vedette_module_load) == 112, "vedette_module_load");

#endif
