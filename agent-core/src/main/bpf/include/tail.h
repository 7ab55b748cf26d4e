/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Parts of a record's tail. Each function answers how many bytes it appended; the record's length field takes that. */
#ifndef VEDETTE_TAIL_H
#define VEDETTE_TAIL_H

#include "event.h"
#include "image.h"

/* A tail part never starts beyond this, so that the longest part still fits. */
#define TAIL_START_MAX (SCRATCH_RECORD - VEDETTE_PATH_MAX - 64)

/* The walked path of a file or directory, from the root of the event's task. */
static __always_inline __u16 append_dentry(struct event *event, struct vfsmount *mnt, struct dentry *dentry)
{
	__u32 len;

	walk_path(event->scratch, event->task, mnt, dentry);
	len = append_walk(event->scratch, event->size);
	if (event->scratch->walk.cut)
		mark_incomplete(event, VEDETTE_PATH_CUT);
	if (len == 0)
		mark_incomplete(event, VEDETTE_PATH_UNKNOWN);
	event->size += len;
	return len;
}

static __always_inline __u16 append_memfd_name(struct event *event, struct dentry *dentry)
{
	__u32 at = at_most(event->size, TAIL_START_MAX);
	__u32 len = at_most(GET(dentry, d_name.len), NAME_LEN - 1);

	if (bpf_probe_read_kernel(event->scratch->record + at, len, GET(dentry, d_name.name)))
		return 0;
	event->size += len;
	return len;
}

/* The path of an open file; the name alone of one that never had a path, as a memfd. */
static __always_inline __u16 append_file_path(struct event *event, struct file *file)
{
	struct dentry *dentry = GET(file, f_path.dentry);

	if (is_memfd(dentry))
		return append_memfd_name(event, dentry);
	return append_dentry(event, GET(file, f_path.mnt), dentry);
}

/* A string of the caller, at most VEDETTE_PATH_MAX bytes, without its NUL. */
static __always_inline __u16 append_user_string(struct event *event, __u64 string)
{
	__u32 at = at_most(event->size, TAIL_START_MAX);
	long len = bpf_probe_read_user_str(event->scratch->record + at, VEDETTE_PATH_MAX + 1, (void *)string);

	if (len < 0) {
		if (string)
			mark_incomplete(event, VEDETTE_PATH_UNKNOWN);
		return 0;
	}
	/* Some kernels answer 0 for an empty string, others count its NUL. */
	if (len > 0)
		len--;
	if (len == VEDETTE_PATH_MAX)
		mark_incomplete(event, VEDETTE_PATH_CUT);
	event->size += len;
	return len;
}

#endif
