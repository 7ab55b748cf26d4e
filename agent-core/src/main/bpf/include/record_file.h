/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Records of what processes do to files; the rules of record.h. */
#ifndef VEDETTE_RECORD_FILE_H
#define VEDETTE_RECORD_FILE_H

#include "record.h"

#define VEDETTE_RESOLVED 0 /* the base is the path itself */
#define VEDETTE_JOINED 1 /* the caller's string counts from the base; its last name is what the call was about */
#define VEDETTE_FOLLOWED 2 /* as JOINED, and the call follows a link that has the last name */

/*
 * A path in the tail: the kernel's path of a file or directory, and the string that the caller gave. Of an absolute
 * string the base is empty: the root of the process.
 */
struct vedette_named {
	__u16 given_len;
	__u16 base_len;
	__u8 joined; /* VEDETTE_RESOLVED, _JOINED, _FOLLOWED */
	__u8 pad[3];
};
_Static_assert(sizeof(struct vedette_named) == 8, "vedette_named");

/* OPEN. Tail: given, base. */
struct vedette_open {
	struct vedette_header header;
	struct vedette_file file;
	struct vedette_named path;
	__u64 window_ns; /* from the first to the last of the opens that this stands for */
	__u32 flags; /* O_* */
	__u32 count; /* of opens */
	__u32 error; /* errno, positive; then there is no file */
	__u8 created;
	__u8 io_uring;
	__u16 pad;
};
_Static_assert(sizeof(struct vedette_open) == 128, "vedette_open");

/* WRITE and CLOSE_WRITE. Tail: path. */
struct vedette_write {
	struct vedette_header header;
	struct vedette_file file;
	__u64 bytes; /* of the first write; of all of them */
	__s32 fd;
	__u16 path_len;
	__u8 io_uring;
	__u8 pad;
};
_Static_assert(sizeof(struct vedette_write) == 112, "vedette_write");

/* UNLINK, RMDIR, MKDIR, CHMOD, CHOWN, TRUNCATE, SETXATTR, UMOUNT, SYMLINK. Tail: given, base, name. */
struct vedette_change {
	struct vedette_header header;
	struct vedette_named path;
	__u64 amount; /* bytes: of TRUNCATE; of SETXATTR's value */
	__u32 mode; /* of MKDIR and CHMOD */
	__u32 flags; /* of UMOUNT */
	__u32 uid; /* of CHOWN; 0xffffffff: left as it was */
	__u32 gid;
	__u32 error; /* of UMOUNT */
	__u16 name_len; /* SETXATTR: the attribute; SYMLINK: what the link says */
	__u16 pad;
};
_Static_assert(sizeof(struct vedette_change) == 104, "vedette_change");

/* RENAME and LINK. Tail: given and base of the path, given and base of the new path. */
struct vedette_move {
	struct vedette_header header;
	struct vedette_named path; /* MOUNT has both at the same places */
	struct vedette_named new_path;
	__u32 flags;
	__u32 pad;
};
_Static_assert(sizeof(struct vedette_move) == 88, "vedette_move");

/* MOUNT. Tail: source, file system, given and base of the origin, given and base of the target. */
struct vedette_mount {
	struct vedette_header header;
	struct vedette_named origin; /* of move_mount and open_tree */
	struct vedette_named target;
	__u64 flags;
	__u32 error;
	__u16 source_len; /* of mount, as it was given: not always a path */
	__u16 filesystem_len;
	__u8 call; /* number of vedette.v1.MountCall */
	__u8 pad[7];
};
_Static_assert(sizeof(struct vedette_mount) == 104, "vedette_mount");

/* Numbers of arguments in vedette_file_call beyond the six that a call has. */
#define VEDETTE_CWD 6 /* stands for AT_FDCWD */
#define VEDETTE_NOTHING 7 /* stands for 0 */

/*
 * How one system call says what it does: which of its arguments is what. From the agent, in the map `file_calls`, by
 * the call's number; behind VEDETTE_CALLS_32 by its number in the 32-bit interface.
 */
#define VEDETTE_CALLS 512
#define VEDETTE_CALLS_32 512
struct vedette_file_call {
	__u16 kind; /* 0: no such call */
	__u16 other_kind; /* when one of `other_mask` is set in the flags */
	__u32 other_mask;
	__u32 follow; /* when one of these is set in the flags, a link that has the last name is followed */
	__u32 no_follow; /* or not */
	__u8 joined; /* VEDETTE_RESOLVED: `directory` is the file itself */
	__u8 directory; /* numbers of arguments from here on */
	__u8 path;
	__u8 new_directory;
	__u8 new_path;
	__u8 name;
	__u8 amount; /* of MOUNT: its source */
	__u8 amount_high; /* upper half */
	__u8 mode;
	__u8 uid;
	__u8 gid;
	__u8 flags;
	__u8 short_ids; /* 1: ids have 16 bits */
	__u8 failures; /* 1: what failed is told too */
	__u8 mount_call; /* of MOUNT: number of vedette.v1.MountCall */
	__u8 attribute; /* number of the argument with a struct xattr_args, which has the amount */
};
_Static_assert(sizeof(struct vedette_file_call) == 32, "vedette_file_call");

#define VEDETTE_OPEN_SLOTS 4096
#define VEDETTE_OPEN_RECORD 512

/*
 * Repeated opens of one file by one process, shared with the agent; its record is at the same place of `open_records`.
 * Whoever changes `locked` from 0 to 1 owns both until it writes 0.
 */
struct vedette_open_slot {
	__u32 locked;
	__u32 count; /* of opens that no record has told yet */
	__u64 since_ns; /* boot clock; when the window began, with an open that was told */
	__u64 first_ns; /* of those that no record has told yet */
	__u64 last_ns;
	__u64 dentry; /* what the opens have in common, from here on; 0: the slot is free */
	__u64 mount;
	__u64 inode;
	__u64 image; /* the process's start, and its number of execs in the highest byte */
	__u64 cgroup_id;
	__u32 tgid;
	__u32 flags;
};
_Static_assert(sizeof(struct vedette_open_slot) == 80, "vedette_open_slot");

#endif
