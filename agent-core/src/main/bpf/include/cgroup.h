/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Sends the path of a cgroup: it names the container, and by the time that the agent could look the cgroup may be gone.
 *
 * It is sent when the cgroup is made. One that is older than the agent is told with what runs in it, or with the first
 * process that is made or executed there. The other hooks need not care, which keeps them small.
 */
#ifndef VEDETTE_CGROUP_H
#define VEDETTE_CGROUP_H

#include "path.h"
#include "task.h"

/* Deeper ones can't be made: the limit of the kernel's own path buffers is reached before. */
#define CGROUP_STEPS 256

static __always_inline struct kernfs_node *node_parent(struct kernfs_node *node)
{
	struct kernfs_node___rcu_parent *newer = (void *)node;
	struct kernfs_node___parent *older = (void *)node;

	if (bpf_core_field_exists(newer->__parent))
		return GET(newer, __parent);
	return GET(older, parent);
}

static long cgroup_step(__u64 step, void *context)
{
	struct scratch *scratch = ((struct loop *)context)->scratch;
	struct kernfs_node *node = scratch->walk.node;
	struct kernfs_node *parent = node_parent(node);
	long len;

	if (!parent)
		return 1;
	len = bpf_probe_read_kernel_str(scratch->name, NAME_LEN, GET(node, name));
	if (len <= 0 || !prepend(scratch, scratch->name, len - 1) || !prepend_slash(scratch)) {
		scratch->walk.cut = 1;
		return 1;
	}
	scratch->walk.node = parent;
	return 0;
}

/* Builds the record in scratch->record. Answers its size. */
static __always_inline __u32 build_cgroup(struct scratch *scratch, struct cgroup *cgroup)
{
	struct vedette_cgroup *record = (void *)scratch->record;
	struct loop loop = { .scratch = scratch };
	__u32 len;

	__builtin_memset(record, 0, sizeof(*record));
	record->header.kind = VEDETTE_KIND_CGROUP;
	record->header.abi = VEDETTE_ABI;
	record->header.boot_time_ns = bpf_ktime_get_boot_ns();
	record->header.cgroup_id = GET(GET(cgroup, kn), id);

	scratch->walk.node = GET(cgroup, kn);
	scratch->walk.start = VEDETTE_PATH_MAX;
	scratch->walk.cut = 0;
	bpf_loop(CGROUP_STEPS, cgroup_step, &loop, 0);
	if (scratch->walk.start == VEDETTE_PATH_MAX)
		prepend_slash(scratch);
	if (scratch->walk.cut)
		record->header.incomplete = VEDETTE_PATH_CUT;
	len = append_walk(scratch, sizeof(*record));
	record->path_len = len;
	record->header.size = sizeof(*record) + len;
	return at_most(sizeof(*record) + len, sizeof(*record) + VEDETTE_PATH_MAX);
}

/* Where a cgroup's path was sent to. */
enum told {
	TO_ALL = 1, /* the ring of processes */
	TO_OTHERS, /* another one: not before what comes through the ring of processes */
};

static __always_inline void know_as(__u64 id, __u8 told)
{
	bpf_map_update_elem(&known_cgroups, &id, &told, BPF_ANY);
}

static __always_inline void know_cgroup(__u64 id)
{
	know_as(id, TO_ALL);
}

/*
 * A flood of processes leaves their ring no room, but what the cgroup does with files comes through another one, and
 * would be given to the wrong container.
 */
static __always_inline void tell_others(__u64 id, struct scratch *scratch, __u32 size)
{
	if (bpf_ringbuf_output(&file_ring, scratch->record, size, BPF_RB_NO_WAKEUP) == 0 ||
	    bpf_ringbuf_output(&network_ring, scratch->record, size, BPF_RB_NO_WAKEUP) == 0)
		know_as(id, TO_OTHERS);
}

/*
 * Known only once it was sent: two CPUs may both send it, but no event comes before its cgroup's path. When there is no
 * room for the path, the event counts as lost although there may be room for it: it would be given to the wrong
 * container. The next one tries again.
 */
static __always_inline bool announce_cgroup(struct cgroup *cgroup)
{
	__u64 id = GET(GET(cgroup, kn), id);
	__u8 *told = bpf_map_lookup_elem(&known_cgroups, &id);
	struct scratch *scratch;
	bool announced;
	__u32 size;

	if (told && *told == TO_ALL)
		return true;
	scratch = take_scratch();
	if (!scratch)
		return false;
	size = build_cgroup(scratch, cgroup);
	announced = bpf_ringbuf_output(&process_ring, scratch->record, size, BPF_RB_NO_WAKEUP) == 0;
	if (announced)
		know_cgroup(id);
	else if (!told)
		tell_others(id, scratch, size);
	give_scratch(scratch);
	return announced;
}

static __always_inline bool announce(struct task_struct *task)
{
	return announce_cgroup(task->cgroups->dfl_cgrp);
}

#endif
