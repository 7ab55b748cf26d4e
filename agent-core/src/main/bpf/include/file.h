/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a record tells of a file beside its path. */
#ifndef VEDETTE_FILE_H
#define VEDETTE_FILE_H

#include "maps.h"

/* The highest bit says, from 6.13 on, whether somebody asked for the time. */
#define CTIME_NSEC_MASK 0x7fffffff

#define OVERLAYFS_SUPER_MAGIC 0x794c7630

static __always_inline __u64 change_time(struct inode *inode)
{
	struct inode___split_ctime *split = (void *)inode;
	struct inode___private_ctime *private = (void *)inode;
	struct inode___ctime *plain = (void *)inode;

	if (bpf_core_field_exists(split->i_ctime_sec))
		return GET(split, i_ctime_sec) * 1000000000ull + (GET(split, i_ctime_nsec) & CTIME_NSEC_MASK);
	if (bpf_core_field_exists(private->__i_ctime))
		return GET(private, __i_ctime.tv_sec) * 1000000000ull + GET(private, __i_ctime.tv_nsec);
	return GET(plain, i_ctime.tv_sec) * 1000000000ull + GET(plain, i_ctime.tv_nsec);
}

/* An overlay's inode lies inside of what the overlay keeps of it: the upper dentry is there once the file is. */
static __always_inline __u8 layer_of(struct inode *inode)
{
	__u64 overlay;

	if (GET(GET(inode, i_sb), s_magic) != OVERLAYFS_SUPER_MAGIC)
		return VEDETTE_LAYER_NONE;
	if (!bpf_core_type_exists(struct ovl_inode))
		return VEDETTE_LAYER_NONE;
	overlay = (__u64)inode - bpf_core_field_offset(struct ovl_inode, vfs_inode);
	return GET((struct ovl_inode *)overlay, __upperdentry) ? VEDETTE_LAYER_UPPER : VEDETTE_LAYER_LOWER;
}

static __always_inline void fill_file(struct vedette_file *file, struct inode *inode, struct dentry *dentry)
{
	file->inode = GET(inode, i_ino);
	file->size = GET(inode, i_size);
	file->change_time_ns = change_time(inode);
	file->device = GET(GET(inode, i_sb), s_dev);
	file->mode = GET(inode, i_mode);
	file->layer = layer_of(inode);
	file->deleted = GET(inode, i_nlink) == 0 || !GET(dentry, d_hash.pprev);
}

/* The open file behind a descriptor of a task, or NULL. */
static __always_inline struct file *file_of(struct task_struct *task, __u32 fd)
{
	struct fdtable *table = GET(GET(task, files), fdt);
	struct file **slots;
	struct file *file = NULL;

	if (!table || fd >= GET(table, max_fds))
		return NULL;
	slots = GET(table, fd);
	bpf_probe_read_kernel(&file, sizeof(file), slots + fd);
	return file;
}

/* As file_of(), for the task that is running: its pointers are followed without a call for each. */
static __always_inline struct file *current_file(struct task_struct *current, __u32 fd)
{
	struct fdtable *table = current->files->fdt;
	struct file *file = NULL;

	if (!table || fd >= table->max_fds)
		return NULL;
	bpf_probe_read_kernel(&file, sizeof(file), table->fd + fd);
	return file;
}

#endif
