/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The frame of a hook that tells one event of a task: whether it is wanted, room to build its record, the counts after
 * it.
 *
 *	struct event event = {};
 *
 *	if (!begin_event(&event, task, KIND, sizeof(*record)))
 *		return 0;
 *	record = (void *)event.scratch->record;
 *	...fill what follows the header, append the tail with the functions of tail.h...
 *	end_event(&event, &process_ring);
 *
 * The record starts as zeroes with a header. Between the two calls every way out must lead through end_event() or
 * drop_event().
 */
#ifndef VEDETTE_EVENT_H
#define VEDETTE_EVENT_H

#include "output.h"
#include "sample.h"
#include "scratch.h"
#include "task.h"

struct event {
	struct scratch *scratch;
	struct task_struct *task;
	__u64 cgroup;
	__u32 kind;
	__u32 size; /* of the record so far */
};

/* Whether somebody wants to hear of this kind in this cgroup. */
static __always_inline bool is_wanted_of(__u64 cgroup, __u32 kind)
{
	if (settings.kinds_off[(kind / 64) & 3] & (1ull << (kind & 63)))
		return false;
	return !settings.ignores_cgroups || !bpf_map_lookup_elem(&ignored_cgroups, &cgroup);
}

/* The agent's own processes are never told. */
static __always_inline bool is_wanted(struct task_struct *task, __u64 cgroup, __u32 kind)
{
	return is_wanted_of(cgroup, kind) && !is_own(task->tgid);
}

/* As begin_event(), where it was found out that the event is wanted and is not left out. */
static __always_inline bool begin_taken(struct event *event, struct task_struct *task, __u64 cgroup, __u32 kind,
					__u32 size)
{
	struct scratch *scratch = take_scratch();

	if (!scratch) {
		finish(cgroup, kind, true);
		return false;
	}
	__builtin_memset(scratch->record, 0, size);
	fill_header((struct vedette_header *)scratch->record, task, kind, 0);
	event->scratch = scratch;
	event->task = task;
	event->cgroup = cgroup;
	event->kind = kind;
	event->size = size;
	return true;
}

/* As begin_event(), where it was found out that the event is wanted. */
static __always_inline bool begin_wanted(struct event *event, struct task_struct *task, __u64 cgroup, __u32 kind,
					 __u32 size)
{
	return !is_left_out(cgroup, kind) && begin_taken(event, task, cgroup, kind, size);
}

/* False when there is nothing to do: it is not wanted, or it is left out or lost, and counted. */
static __always_inline bool begin_event(struct event *event, struct task_struct *task, __u32 kind, __u32 size)
{
	__u64 cgroup = cgroup_id(task);

	return is_wanted(task, cgroup, kind) && begin_wanted(event, task, cgroup, kind, size);
}

/* Writes the record into a ring and counts the event. */
static __always_inline void end_event(struct event *event, void *ring)
{
	struct vedette_header *header = (struct vedette_header *)event->scratch->record;
	__u32 size = at_most(event->size, SCRATCH_RECORD);
	bool lost;

	header->size = size;
	lost = bpf_ringbuf_output(ring, event->scratch->record, size, BPF_RB_NO_WAKEUP) != 0;
	give_scratch(event->scratch);
	finish(event->cgroup, event->kind, lost);
}

/* There is no event after all. It is not counted. */
static __always_inline void drop_event(struct event *event)
{
	give_scratch(event->scratch);
}

static __always_inline void mark_incomplete(struct event *event, __u32 bits)
{
	((struct vedette_header *)event->scratch->record)->incomplete |= bits;
}

#endif
