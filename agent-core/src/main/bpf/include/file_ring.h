/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The way into the file ring. As long as it holds less than settings.file_free bytes everybody may write: half of it,
 * or nothing while the agent has to save CPU. Above that each cgroup has a share, settings.file_rate records a second,
 * so that one container's flood can't cost another's events.
 */
#ifndef VEDETTE_FILE_RING_H
#define VEDETTE_FILE_RING_H

#include "event.h"
#include "share.h"

/* From so many bytes on in the file ring a reader that dozes is woken, some forty records: they come fast. */
#define DOZE_BYTES (8 * 1024)

/* How far ahead of its share a cgroup may be: a tenth of a second of it. */
#define BURST_NS (SECOND_NS / 10)

/* By cgroup: when what it has written is paid for, on the boot clock. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, __u64);
} file_shares SEC(".maps");

static __always_inline bool takes_share(__u64 cgroup, __u32 rate)
{
	__u64 *paid_until = bpf_map_lookup_elem(&file_shares, &cgroup);
	__u64 now = bpf_ktime_get_boot_ns();
	__u64 cost = SECOND_NS / rate;

	if (!paid_until) {
		__u64 first = now + cost;

		return bpf_map_update_elem(&file_shares, &cgroup, &first, BPF_ANY) == 0;
	}
	return pays(paid_until, now, cost, BURST_NS);
}

static __always_inline bool may_write_file_ring(__u64 cgroup)
{
	__u32 rate = settings.file_rate;

	if (!rate)
		return true;
	if (bpf_ringbuf_query(&file_ring, BPF_RB_AVAIL_DATA) < settings.file_free)
		return true;
	return takes_share(cgroup, rate);
}

/* @limit: no record in this place is longer. Kept right before the call, where older verifiers look for it. */
static __always_inline enum outcome write_file_ring(void *record, __u32 size, const __u32 limit, __u64 cgroup)
{
	if (!may_write_file_ring(cgroup))
		return LIMITED;
	size = at_most(size, limit);
	return bpf_ringbuf_output(&file_ring, record, size, BPF_RB_NO_WAKEUP) == 0 ? TOLD : LOST;
}

static __always_inline bool can_wait(void)
{
	return settings.reader_asleep == VEDETTE_READER_DOZING &&
	       bpf_ringbuf_query(&file_ring, BPF_RB_AVAIL_DATA) < DOZE_BYTES;
}

/* As end_event(), for records of the file ring. */
static __always_inline void end_file_event(struct event *event)
{
	struct vedette_header *header = (struct vedette_header *)event->scratch->record;
	__u32 size = at_most(event->size, SCRATCH_RECORD);
	enum outcome outcome;

	header->size = size;
	outcome = write_file_ring(event->scratch->record, size, SCRATCH_RECORD, event->cgroup);
	give_scratch(event->scratch);
	count_as(event->cgroup, event->kind, outcome);
	if (!can_wait())
		wake_reader();
}

#endif
