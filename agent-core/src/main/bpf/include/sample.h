/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Leaves out events while the agent has to save CPU: settings.shedding is set, and settings.share_rates says how many
 * events a second of a kind each cgroup may tell. A cgroup that stays below that loses nothing, however noisy another
 * one is. What is left out is counted, before anything is built of it.
 */
#ifndef VEDETTE_SAMPLE_H
#define VEDETTE_SAMPLE_H

#include "output.h"
#include "share.h"

struct sample_key {
	__u64 cgroup;
	__u64 share;
};

/* When what a cgroup has told of a kind is paid for. One that is pushed out begins with a full second's share. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, struct sample_key);
	__type(value, __u64);
} sample_shares SEC(".maps");

ONCE int takes_sample(__u64 cgroup, __u32 kind, __u32 share)
{
	struct sample_key key = { .cgroup = cgroup, .share = share };
	__u32 rate = settings.share_rates[share & (VEDETTE_KINDS - 1)];
	__u64 now = bpf_ktime_get_boot_ns();
	__u64 *paid_until;
	__u64 first;

	if (!rate)
		return 1;
	first = now + SECOND_NS / rate;
	paid_until = bpf_map_lookup_elem(&sample_shares, &key);
	if (paid_until ? pays(paid_until, now, SECOND_NS / rate, SECOND_NS)
		       : bpf_map_update_elem(&sample_shares, &key, &first, BPF_ANY) == 0)
		return 1;
	count_as(cgroup, kind, SAMPLED);
	return 0;
}

/* @share: of which kind it takes a share; some are not those of their own kind. True when it is left out and counted.
 */
static __always_inline bool is_left_out_of(__u64 cgroup, __u32 kind, __u32 share)
{
	return settings.shedding && !takes_sample(cgroup, kind, share);
}

static __always_inline bool is_left_out(__u64 cgroup, __u32 kind)
{
	return is_left_out_of(cgroup, kind, kind);
}

#endif
