/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The executable and the working directory of a task, as parts of a vedette_exec that is built in scratch->record. */
#ifndef VEDETTE_IMAGE_H
#define VEDETTE_IMAGE_H

#include "path.h"
#include "task.h"

#define MEMFD_PREFIX_LEN 6

/* An anonymous file has no directory: its dentry is its own parent, and named by what made it. */
static __always_inline bool is_memfd(struct dentry *dentry)
{
	char name[MEMFD_PREFIX_LEN] = {};

	if (GET(dentry, d_parent) != dentry)
		return false;
	bpf_probe_read_kernel(name, sizeof(name), GET(dentry, d_name.name));
	return name[0] == 'm' && name[1] == 'e' && name[2] == 'm' && name[3] == 'f' && name[4] == 'd' && name[5] == ':';
}

static __always_inline __u32 append_memfd(struct scratch *scratch, __u32 size, struct dentry *dentry)
{
	__u32 len = at_most(GET(dentry, d_name.len), NAME_LEN - 1);

	size = at_most(size, sizeof(struct vedette_exec));
	if (bpf_probe_read_kernel(scratch->record + size, len, GET(dentry, d_name.name)))
		return 0;
	return len;
}

static __always_inline __u32 file_flags(struct task_struct *task, struct file *file, struct dentry *dentry)
{
	struct inode *inode = GET(file, f_inode);
	__u16 mode = GET(inode, i_mode);
	__u32 flags = 0;

	if (GET(inode, i_nlink) == 0 || !GET(dentry, d_hash.pprev))
		flags |= VEDETTE_EXEC_DELETED;
	if ((mode & S_ISUID) && GET(inode, i_uid.val) == task->real_cred->euid.val)
		flags |= VEDETTE_EXEC_SETUID;
	if ((mode & S_ISGID) && (mode & S_IXGRP) && GET(inode, i_gid.val) == task->real_cred->egid.val)
		flags |= VEDETTE_EXEC_SETGID;
	return flags;
}

/* Each append answers the new size of the record. */
static __always_inline __u32 append_binary(struct scratch *scratch, struct task_struct *task, __u32 size)
{
	struct vedette_exec *record = (void *)scratch->record;
	struct file *file = executable(task);
	struct dentry *dentry;
	__u32 len;

	if (!file) {
		record->header.incomplete |= VEDETTE_BINARY_UNKNOWN;
		return size;
	}
	dentry = GET(file, f_path.dentry);
	record->flags |= file_flags(task, file, dentry);
	if (is_memfd(dentry)) {
		record->flags = (record->flags | VEDETTE_EXEC_MEMFD) & ~VEDETTE_EXEC_DELETED;
		len = append_memfd(scratch, size, dentry);
	} else {
		walk_path(scratch, task, GET(file, f_path.mnt), dentry);
		if (scratch->walk.cut)
			record->header.incomplete |= VEDETTE_BINARY_CUT;
		len = append_walk(scratch, size);
	}
	if (len == 0)
		record->header.incomplete |= VEDETTE_BINARY_UNKNOWN;
	record->binary_len = len;
	return size + len;
}

static __always_inline __u32 append_cwd(struct scratch *scratch, struct task_struct *task, __u32 size)
{
	struct vedette_exec *record = (void *)scratch->record;
	struct dentry *dentry = GET(GET(task, fs), pwd.dentry);
	__u32 len;

	if (!dentry) {
		record->header.incomplete |= VEDETTE_CWD_UNKNOWN;
		return size;
	}
	walk_path(scratch, task, GET(GET(task, fs), pwd.mnt), dentry);
	len = append_walk(scratch, size);
	if (scratch->walk.cut)
		record->header.incomplete |= VEDETTE_CWD_CUT;
	if (len == 0)
		record->header.incomplete |= VEDETTE_CWD_UNKNOWN;
	record->cwd_len = len;
	return size + len;
}

#endif
