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

/* Atomic although the row is this CPU's: a program that preempts this one may count in the same row. */
static __always_inline void count(__u64 cgroup, __u32 kind, bool lost)
{
	struct vedette_count *row = count_row(cgroup, kind);

	if (!row)
		return;
	__sync_fetch_and_add(&row->seen, 1);
	if (lost)
		__sync_fetch_and_add(&row->lost, 1);
}

/*
 * Records are written without waking the reader, since a wake-up costs more than all else that a hook does. The reader
 * says when it goes to sleep; the first event after that wakes it, through an empty record: a ring is woken by nothing
 * else. Comes after the event's record is in the ring, so that a reader that looks once more before it sleeps sees
 * either the record or is woken.
 */
static __always_inline void wake_reader(void)
{
	void *nothing;

	if (!settings.reader_asleep || !__sync_lock_test_and_set(&settings.reader_asleep, 0))
		return;
	nothing = bpf_ringbuf_reserve(&process_ring, 8, 0);
	if (nothing)
		bpf_ringbuf_discard(nothing, BPF_RB_FORCE_WAKEUP);
}

/* What comes after every event, whether its record found room or not. */
static __always_inline void finish(__u64 cgroup, __u32 kind, bool lost)
{
	count(cgroup, kind, lost);
	wake_reader();
}

/* For an event that can't be told because there was no room to remember what it takes. */
static __always_inline void finish_without_state(__u64 cgroup, __u32 kind)
{
	struct vedette_count *row = count_row(cgroup, kind);

	if (!row)
		return;
	__sync_fetch_and_add(&row->seen, 1);
	__sync_fetch_and_add(&row->no_state, 1);
	wake_reader();
}

#endif
