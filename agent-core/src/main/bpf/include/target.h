/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The other process of an event.
 *
 * It is found as the kernel finds it: in the table of the caller's pid namespace. There is a function for it
 * (bpf_task_from_pid), but not on every kernel, and it takes pids of the initial namespace only.
 */
#ifndef VEDETTE_TARGET_H
#define VEDETTE_TARGET_H

#include "kernel_security.h"
#include "record_security.h"
#include "tail.h"

/* Pids have 22 bits, a node of the table takes 6 of them. */
#define PID_TABLE_LEVELS 4
#define PID_TABLE_BITS 6

static __always_inline bool is_node(__u64 entry)
{
	return (entry & 3) == 2 && entry > 4096;
}

static __always_inline struct pid *find_pid(struct pid_namespace *namespace, __s32 number)
{
	__u64 table = (__u64) namespace + bpf_core_field_offset(struct pid_namespace___idr, idr);
	__u64 entry = (__u64)GET((struct idr *)table, idr_rt.xa_head);
	__u32 index = number - GET((struct idr *)table, idr_base);

	if (number <= 0)
		return NULL;
#pragma unroll
	for (int level = 0; level < PID_TABLE_LEVELS; level++) {
		struct xa_node *node = (struct xa_node *)(entry - 2);
		__u64 slots = (__u64)node + bpf_core_field_offset(struct xa_node, slots);
		__u32 shift;

		if (!is_node(entry))
			break;
		shift = GET(node, shift) & 31;
		if (level == 0 && shift + PID_TABLE_BITS < 32 && index >> (shift + PID_TABLE_BITS))
			return NULL;
		entry = 0;
		bpf_probe_read_kernel(&entry, sizeof(entry), (void *)(slots + 8 * ((index >> shift) & 63)));
	}
	return entry & 3 ? NULL : (struct pid *)entry;
}

static __always_inline struct task_struct *task_of_pid(struct pid *pid)
{
	struct pid___tasks *tasks = (void *)pid;
	__u64 link;

	if (!pid)
		return NULL;
	link = (__u64)GET(tasks, tasks[0].first);
	return link ? (struct task_struct *)(link - bpf_core_field_offset(struct task_struct___links, pid_links[0]))
		    : NULL;
}

/* As the task itself would name it. */
static __always_inline struct task_struct *find_task(struct task_struct *task, __s32 number)
{
	struct upid upid;

	own_upid(task, &upid);
	return task_of_pid(find_pid(upid.ns, number));
}

/* The process behind a pidfd. It was an anonymous file before it got a file system of its own. */
static __always_inline struct task_struct *task_of_pidfd(struct task_struct *task, __u32 fd)
{
	struct file *file = file_of(task, fd);
	struct inode *inode = GET(file, f_inode);
	char name[6] = {};

	if (!file)
		return NULL;
	if (GET(GET(inode, i_sb), s_magic) == PIDFS_MAGIC)
		return task_of_pid(GET((struct inode___private *)inode, i_private));
	bpf_probe_read_kernel(name, sizeof(name), GET(GET(file, f_path.dentry), d_name.name));
	if (name[0] != '[' || name[1] != 'p' || name[2] != 'i' || name[3] != 'd' || name[4] != 'f' || name[5] != 'd')
		return NULL;
	return task_of_pid(GET((struct file___private *)file, private_data));
}

static __always_inline __u64 cgroup_of_other(struct task_struct *other)
{
	return GET(GET(GET(GET(other, cgroups), dfl_cgrp), kn), id);
}

/* Which pid another process has in the namespace that the caller is in; 0 when it is not seen there. */
static __always_inline __s32 pid_for(struct task_struct *task, struct task_struct *other)
{
	struct pid *own = GET(task, thread_pid);
	struct pid *pid = GET(GET(other, group_leader), thread_pid);
	__u32 level = GET(own, level);
	struct upid *named = (struct upid *)((__u64)pid + bpf_core_field_offset(struct pid, numbers) +
					     level * bpf_core_type_size(struct upid));
	struct upid upid;

	own_upid(task, &upid);
	if (level > GET(pid, level) || GET(named, ns) != upid.ns)
		return 0;
	return GET(named, nr);
}

/* Appends the path of its executable, from its own root. Answers the length. */
static __always_inline __u16 append_target(struct event *event, struct vedette_target *target,
					   struct task_struct *other)
{
	struct file *file = other ? GET(GET(other, mm), exe_file) : NULL;
	struct task_struct *caller = event->task;
	__u16 len = 0;

	if (other) {
		target->tgid = GET(other, tgid);
		target->start_boot_time_ns = GET(GET(other, group_leader), start_boottime);
	}
	if (file) {
		event->task = other;
		len = append_file_path(event, file);
		event->task = caller;
	}
	if (len == 0)
		mark_incomplete(event, VEDETTE_TARGET_UNKNOWN);
	return len;
}

static __always_inline int tell_target(struct task_struct *task, __u32 kind, struct task_struct *other, __s32 pid,
				       __u32 number, long ret)
{
	struct vedette_other_process *record;
	struct event event = {};

	if (!begin_event(&event, task, kind, sizeof(*record)))
		return 0;
	record = (void *)event.scratch->record;
	record->target.pid = pid;
	record->number = number;
	if (ret < 0)
		record->error = -ret;
	else
		record->bytes = ret;
	record->binary_len = append_target(&event, &record->target, other);
	end_event(&event, &process_ring);
	return 0;
}

#endif
