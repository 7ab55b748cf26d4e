// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A process made a process.
 *
 * task_newtask comes when the child is complete, in its cgroup and namespaces, but can't run yet: no event of the child
 * can come before this one. Unlike sched_process_fork it has the clone flags.
 */
#include "cgroup.h"
#include "event.h"

static __always_inline bool is_new_process(struct task_struct *child)
{
	return child->pid == child->tgid && !(child->flags & PF_KTHREAD);
}

static __always_inline void fill_fork(struct vedette_fork *record, struct task_struct *creator,
				      struct task_struct *child, __u64 clone_flags)
{
	fill_header(&record->header, creator, VEDETTE_KIND_FORK, sizeof(*record));
	fill_process(&record->child, child);
	record->child_start_boot_time_ns = start_time(child);
	record->child_cgroup_id = cgroup_id(child);
	record->clone_flags = clone_flags;
	record->child_tgid = child->tgid;
	record->child_mnt_ns = child->nsproxy->mnt_ns->ns.inum;
	record->child_pid_ns = pid_namespace(child);
	record->pad = 0;
}

SEC("tp_btf/task_newtask")
int BPF_PROG(on_fork, struct task_struct *made, __u64 clone_flags)
{
	struct task_struct *child = plain(made);
	struct task_struct *creator = current_task();
	struct vedette_fork *record = NULL;
	bool announced;

	if (!is_new_process(child))
		return 0;
	if (is_own(creator->tgid)) {
		__u32 tgid = child->tgid;
		__u8 yes = 1;

		bpf_map_update_elem(&own, &tgid, &yes, BPF_ANY);
		return 0;
	}
	if (!is_wanted(creator, cgroup_id(creator), VEDETTE_KIND_FORK))
		return 0;
	/* First of all: no other hook but exec's does. */
	announced = announce(creator) && announce(child);
	if (is_left_out(cgroup_id(creator), VEDETTE_KIND_FORK))
		return 0;
	if (announced)
		record = bpf_ringbuf_reserve(&process_ring, sizeof(*record), 0);
	if (record) {
		fill_fork(record, creator, child, clone_flags);
		bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	}
	finish(cgroup_id(creator), VEDETTE_KIND_FORK, !record);
	return 0;
}
