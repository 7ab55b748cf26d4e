/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The path of a file as the process itself would name it: from its own root, through bind mounts and chroots.
 *
 * bpf_d_path() is not open to tracepoints, so this walks from the file's dentry up to the root of the process, from
 * mount to mount. It takes no locks: a directory that is renamed meanwhile may show as a mix of old and new names.
 */
#ifndef VEDETTE_PATH_H
#define VEDETTE_PATH_H

#include "scratch.h"

/* Each name takes two bytes at least; some steps only cross a mount. */
#define WALK_STEPS (VEDETTE_PATH_MAX / 2 + 512)

static __always_inline struct mount *mount_of(struct vfsmount *mnt)
{
	return (struct mount *)((__u64)mnt - bpf_core_field_offset(struct mount, mnt));
}

/* Puts `len` bytes before the path found so far. Says whether they fit. */
static __always_inline bool prepend(struct scratch *scratch, const void *from, __u32 len)
{
	__u32 start = scratch->walk.start;

	if (len > start)
		return false;
	start -= len;
	scratch->walk.start = start;
	start = at_most(start, VEDETTE_PATH_MAX - 1);
	len &= NAME_LEN - 1;
	return bpf_probe_read_kernel(scratch->path + start, len, from) == 0;
}

static __always_inline bool prepend_slash(struct scratch *scratch)
{
	__u32 start = scratch->walk.start;

	if (start == 0)
		return false;
	start--;
	scratch->walk.start = start;
	start = at_most(start, VEDETTE_PATH_MAX - 1);
	scratch->path[start] = '/';
	return true;
}

static long walk_step(__u64 step, void *context)
{
	struct scratch *scratch = ((struct loop *)context)->scratch;
	struct dentry *dentry = scratch->walk.dentry;
	struct mount *mount = scratch->walk.mount;
	struct dentry *parent;

	if (dentry == scratch->walk.root_dentry && mount == scratch->walk.root_mount)
		return 1;
	if (dentry == GET(mount, mnt.mnt_root)) {
		struct mount *above = GET(mount, mnt_parent);

		if (above == mount || !above)
			return 1;
		scratch->walk.dentry = GET(mount, mnt_mountpoint);
		scratch->walk.mount = above;
		return 0;
	}
	parent = GET(dentry, d_parent);
	if (parent == dentry || !parent)
		return 1;
	if (!prepend(scratch, GET(dentry, d_name.name), GET(dentry, d_name.len)) || !prepend_slash(scratch)) {
		scratch->walk.cut = 1;
		return 1;
	}
	scratch->walk.dentry = parent;
	return 0;
}

/*
 * Leaves the path at the end of scratch->path, from scratch->walk.start on. When it is longer than VEDETTE_PATH_MAX its
 * beginning is left out, scratch->walk.cut says so.
 */
static __always_inline void walk_path(struct scratch *scratch, struct task_struct *task, struct vfsmount *mnt,
				      struct dentry *dentry)
{
	struct loop loop = { .scratch = scratch };

	scratch->walk.dentry = dentry;
	scratch->walk.mount = mount_of(mnt);
	scratch->walk.root_dentry = GET(GET(task, fs), root.dentry);
	scratch->walk.root_mount = mount_of(GET(GET(task, fs), root.mnt));
	scratch->walk.start = VEDETTE_PATH_MAX;
	scratch->walk.cut = 0;
	bpf_loop(WALK_STEPS, walk_step, &loop, 0);
	if (scratch->walk.start == VEDETTE_PATH_MAX)
		prepend_slash(scratch);
}

/* Appends what was walked to the record that is `size` bytes long. Answers how many bytes that were. */
static __always_inline __u32 append_walk(struct scratch *scratch, __u32 size)
{
	__u32 start = at_most(scratch->walk.start, VEDETTE_PATH_MAX);
	__u32 len = at_most(VEDETTE_PATH_MAX - start, VEDETTE_PATH_MAX);

	size = at_most(size, SCRATCH_RECORD - VEDETTE_PATH_MAX - 64);
	if (bpf_probe_read_kernel(scratch->record + size, len, scratch->path + start))
		return 0;
	return len;
}

#endif
