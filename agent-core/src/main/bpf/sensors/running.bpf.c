// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * What already runs when the agent starts, read from the kernel's own list: /proc would need its directories open to
 * the agent and would show only its own pid namespace. Args are in the memory of processes that do not run now, so the
 * agent asks /proc for those.
 */
#include "cgroup.h"
#include "image.h"

static __always_inline bool is_running_process(struct task_struct *task)
{
	return task->pid == task->tgid && !(task->flags & PF_KTHREAD) && task->signal->live.counter > 0;
}

static __always_inline __u32 build_running(struct scratch *scratch, struct task_struct *task)
{
	struct vedette_exec *record = (void *)scratch->record;
	__u32 size = sizeof(*record);

	__builtin_memset(record, 0, sizeof(*record));
	fill_header(&record->header, task, VEDETTE_KIND_RUNNING, 0);
	fill_process(&record->process, task);
	record->old_tid = task->pid;
	record->header.incomplete |= VEDETTE_ARGS_UNKNOWN;
	size = append_binary(scratch, task, size);
	size = append_cwd(scratch, task, size);
	record->header.size = size;
	return at_most(size, sizeof(*record) + 2 * VEDETTE_PATH_MAX);
}

SEC("iter/task")
int on_running(struct bpf_iter__task *iteration)
{
	struct seq_file *out = iteration->meta->seq;
	struct task_struct *task = iteration->task;
	bool announced;
	struct scratch *scratch;
	__u32 size;

	/* Older kernels take what is read of it a second time for another pointer, which nobody has looked at. */
	if (!task)
		return 0;
	task = plain(task);
	if (!is_running_process(task) || is_own(task->tgid))
		return 0;
	scratch = take_scratch();
	if (!scratch)
		return 0;
	/*
	 * Also of a cgroup that is known: a fork may have told its path a moment ago, in the ring, behind events of
	 * calls, which tell none. What is read here comes before all of them.
	 */
	size = build_cgroup(scratch, task->cgroups->dfl_cgrp);
	announced = bpf_seq_write(out, scratch->record, size) == 0;
	size = build_running(scratch, task);
	/* Output that does not fit is thrown away whole, and this task comes again: the cgroup is known only when both
	 * fit. */
	if (bpf_seq_write(out, scratch->record, size) == 0 && announced)
		know_cgroup(cgroup_id(task));
	give_scratch(scratch);
	return 0;
}

/* Whoever reads this iterator is the agent: tells its tgid in the initial pid namespace, which it can't see itself. */
SEC("iter/task")
int on_self(struct bpf_iter__task *iteration)
{
	__u32 tgid = bpf_get_current_pid_tgid() >> 32;
	__u8 yes = 1;

	bpf_map_update_elem(&own, &tgid, &yes, BPF_ANY);
	return 0;
}
