/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A path that a caller gave as a string. After the call nothing leads from the string to what it meant, so the record
 * gets the directory that it counts from, as the kernel has it, and the string: the agent joins them.
 */
#ifndef VEDETTE_NAMED_H
#define VEDETTE_NAMED_H

#include "record_file.h"
#include "tail.h"

#define AT_FDCWD (-100)

static __always_inline __u16 append_directory(struct event *event, __s32 directory)
{
	struct fs_struct *fs = event->task->fs;
	const void *from = &fs->pwd;
	struct path path;

	if (directory != AT_FDCWD) {
		struct file *file = file_of(event->task, directory);

		if (!file) {
			mark_incomplete(event, VEDETTE_PATH_UNKNOWN);
			return 0;
		}
		from = (void *)file + bpf_core_field_offset(struct file, f_path);
	}
	bpf_probe_read_kernel(&path, sizeof(path), from);
	if (is_memfd(path.dentry))
		return append_memfd_name(event, path.dentry);
	return append_dentry(event, path.mnt, path.dentry);
}

/* @joined: how; with VEDETTE_RESOLVED the directory is the file itself, and there is no string. */
static __always_inline void append_named(struct event *event, struct vedette_named *named, __s32 directory,
					 __u64 string, __u8 joined)
{
	__u32 at = at_most(event->size, TAIL_START_MAX);
	__u16 len = joined != VEDETTE_RESOLVED && string ? append_user_string(event, string) : 0;

	named->joined = joined;
	named->given_len = len;
	if (len == 0 || event->scratch->record[at] != '/')
		named->base_len = append_directory(event, directory);
}

#endif
