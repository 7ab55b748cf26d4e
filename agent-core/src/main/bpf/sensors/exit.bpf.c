// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A process ended.
 *
 * sched_process_exit comes for each thread, after it was taken off the count of live ones. The last thread's exit is
 * the process's, whichever thread that is: a leader can go first. Two threads that exit at once may both find none
 * alive here, so the process is remembered and reported once.
 */
#include "event.h"

struct ended_process {
	__u64 start_boot_time_ns;
	__u64 tgid;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct ended_process);
	__type(value, __u8);
} ended SEC(".maps");

static __always_inline bool is_first_report(struct task_struct *task)
{
	struct ended_process process = {
		.start_boot_time_ns = start_time(task->group_leader),
		.tgid = task->tgid,
	};
	__u8 yes = 1;

	/* -EEXIST is the only answer that says no: without memory, twice is better than never. */
	return !exists_already(bpf_map_update_elem(&ended, &process, &yes, BPF_NOEXIST));
}

/* As wait(2) has it: what ended the whole group, else what its leader ended with. */
static __always_inline __u32 wait_status(struct task_struct *task)
{
	struct signal_struct *signal = task->signal;

	if (signal->flags & SIGNAL_GROUP_EXIT)
		return signal->group_exit_code;
	return task->group_leader->exit_code;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit, struct task_struct *ending)
{
	struct task_struct *task = plain(ending);
	struct vedette_exit *record = NULL;
	__u32 tgid = task->tgid;

	if ((task->flags & PF_KTHREAD) || task->signal->live.counter != 0)
		return 0;
	if (is_own(tgid)) {
		bpf_map_delete_elem(&own, &tgid);
		return 0;
	}
	if (!is_first_report(task) || !is_wanted(task, cgroup_id(task), VEDETTE_KIND_EXIT))
		return 0;
	if (is_left_out(cgroup_id(task), VEDETTE_KIND_EXIT))
		return 0;
	record = bpf_ringbuf_reserve(&process_ring, sizeof(*record), 0);
	if (record) {
		fill_header(&record->header, task, VEDETTE_KIND_EXIT, sizeof(*record));
		record->status = wait_status(task);
		record->pad = 0;
		bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	}
	finish(cgroup_id(task), VEDETTE_KIND_EXIT, !record);
	return 0;
}
