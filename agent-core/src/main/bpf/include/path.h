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

struct walk {
	struct scratch *scratch;
	struct dentry *dentry;
	struct mount *mount;
	struct dentry *root_dentry;
	struct mount *root_mount;
	__u32 start; /* of the path in scratch->walk, which is filled from its end */
	__u32 cut;
};

static __always_inline struct mount *mount_of(struct vfsmount *mnt)
{
	return (struct mount *)((__u64)mnt - bpf_core_field_offset(struct mount, mnt));
}

/* Puts `len` bytes before the path found so far. Says whether they fit. */
static __always_inline bool prepend(struct walk *walk, const void *from, __u32 len)
{
	struct scratch *scratch = walk->scratch;
	__u32 start = walk->start;

	if (len > start)
		return false;
	start -= len;
	walk->start = start;
	start = at_most(start, VEDETTE_PATH_MAX - 1);
	len &= NAME_LEN - 1;
	return bpf_probe_read_kernel(scratch->walk + start, len, from) == 0;
}

static __always_inline bool prepend_slash(struct walk *walk)
{
	__u32 start = walk->start;

	if (start == 0)
		return false;
	start--;
	walk->start = start;
	start = at_most(start, VEDETTE_PATH_MAX - 1);
	walk->scratch->walk[start] = '/';
	return true;
}

static long walk_step(__u64 step, void *context)
{
	struct walk *walk = context;
	struct dentry *dentry = walk->dentry;
	struct mount *mount = walk->mount;
	struct dentry *parent;
	__u32 len;

	if (dentry == walk->root_dentry && mount == walk->root_mount)
		return 1;
	if (dentry == BPF_CORE_READ(mount, mnt.mnt_root)) {
		struct mount *above = BPF_CORE_READ(mount, mnt_parent);

		if (above == mount || !above)
			return 1;
		walk->dentry = BPF_CORE_READ(mount, mnt_mountpoint);
		walk->mount = above;
		return 0;
	}
	parent = BPF_CORE_READ(dentry, d_parent);
	if (parent == dentry || !parent)
		return 1;
	len = BPF_CORE_READ(dentry, d_name.len);
	if (!prepend(walk, BPF_CORE_READ(dentry, d_name.name), len) || !prepend_slash(walk)) {
		walk->cut = 1;
		return 1;
	}
	walk->dentry = parent;
	return 0;
}

/*
 * Leaves the path at the end of scratch->walk and answers where it starts. When it is longer than VEDETTE_PATH_MAX
 * its beginning is left out, `cut` says so.
 */
static __always_inline __u32 walk_path(struct scratch *scratch, struct task_struct *task, struct vfsmount *mnt,
				       struct dentry *dentry, bool *cut)
{
	struct walk walk = {
		.scratch = scratch,
		.dentry = dentry,
		.mount = mount_of(mnt),
		.root_dentry = BPF_CORE_READ(task, fs, root.dentry),
		.root_mount = mount_of(BPF_CORE_READ(task, fs, root.mnt)),
		.start = VEDETTE_PATH_MAX,
	};

	bpf_loop(WALK_STEPS, walk_step, &walk, 0);
	if (walk.start == VEDETTE_PATH_MAX)
		prepend_slash(&walk);
	*cut = walk.cut;
	return walk.start;
}

/* Appends what walk_path() found to the record that is `size` bytes long. Answers how many bytes that were. */
static __always_inline __u32 append_walk(struct scratch *scratch, __u32 size, __u32 start)
{
	__u32 len;

	start = at_most(start, VEDETTE_PATH_MAX);
	len = at_most(VEDETTE_PATH_MAX - start, VEDETTE_PATH_MAX);
	size = at_most(size, sizeof(struct vedette_exec) + 2 * VEDETTE_PATH_MAX);
	if (bpf_probe_read_kernel(scratch->record + size, len, scratch->walk + start))
		return 0;
	return len;
}

#endif
