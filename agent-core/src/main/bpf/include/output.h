/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Counts every event, whether or not the ring had room for it. */
#ifndef VEDETTE_OUTPUT_H
#define VEDETTE_OUTPUT_H

#include "maps.h"

static __always_inline struct vedette_count *count_row(__u64 cgroup, __u32 kind)
{
	struct vedette_count_key key = { .cgroup_id = cgroup, .kind = kind };
	struct vedette_count *row = bpf_map_lookup_elem(&counts, &key);

	if (!row) {
		struct vedette_count zero = {};

		bpf_map_update_elem(&counts, &key, &zero, BPF_NOEXIST);
		row = bpf_map_lookup_elem(&counts, &key);
	}
	if (!row)
		row = bpf_map_lookup_elem(&counts_without_row, &kind);
	return row;
}

/* What became of an event. */
enum outcome {
	TOLD, /* it is in a ring, or is kept to be told later */
	LOST, /* the ring had no room */
	LIMITED, /* the cgroup had used up its share of the ring */
	NO_STATE, /* there was no room to remember what the hook needs */
	SAMPLED, /* the agent has to save CPU, and the cgroup had used up its share of the kind */
};

/* Counts as not told what was counted as seen before. Atomic although the row is this CPU's: see count_as(). */
static __always_inline void count_untold(struct vedette_count *row, __u64 events, enum outcome outcome)
{
	if (outcome == LOST)
		__sync_fetch_and_add(&row->lost, events);
	else if (outcome == LIMITED)
		__sync_fetch_and_add(&row->limited, events);
	else if (outcome == NO_STATE)
		__sync_fetch_and_add(&row->no_state, events);
	else if (outcome == SAMPLED)
		__sync_fetch_and_add(&row->sampled, events);
}

/* Atomic although the row is this CPU's: a program that preempts this one may count in the same row. */
static __always_inline void count_as(__u64 cgroup, __u32 kind, enum outcome outcome)
{
	struct vedette_count *row = count_row(cgroup, kind);

	if (!row)
		return;
	__sync_fetch_and_add(&row->seen, 1);
	count_untold(row, 1, outcome);
}

/*
 * Records are written without waking the reader, since a wake-up costs more than all else that a hook does. The reader
 * says when it goes to sleep; the first event after that wakes it, through an empty record: a ring is woken by nothing
 * else. Files can wait for a reader that only dozes, as long as there is room for many more. Comes after the event's
 * record is in the ring, so that a reader that looks once more before it sleeps sees either the record or is woken.
 */
static __always_inline void wake_reader(void)
{
	void *nothing;

	if (!settings.reader_asleep || !__sync_lock_test_and_set(&settings.reader_asleep, VEDETTE_READER_AWAKE))
		return;
	nothing = bpf_ringbuf_reserve(&process_ring, 8, 0);
	if (nothing)
		bpf_ringbuf_discard(nothing, BPF_RB_FORCE_WAKEUP);
}

static __always_inline void finish_as(__u64 cgroup, __u32 kind, enum outcome outcome)
{
	count_as(cgroup, kind, outcome);
	wake_reader();
}

/* What comes after every event, whether its record found room or not. */
static __always_inline void finish(__u64 cgroup, __u32 kind, bool lost)
{
	finish_as(cgroup, kind, lost ? LOST : TOLD);
}

#endif
