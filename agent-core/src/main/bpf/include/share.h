/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* So many events a second, of one cgroup: what it has told is paid for by the time that passes. */
#ifndef VEDETTE_SHARE_H
#define VEDETTE_SHARE_H

#include "kernel.h"

#define SHARE_TRIES 4
#define SECOND_NS 1000000000ull

/*
 * @paid_until: when all told so far is paid for, on the boot clock
 * @cost: of one event
 * @ahead: how far in the future that may be
 * Who loses against others that change it at the same time has to try again, or pays nothing.
 */
static __always_inline bool pays(__u64 *paid_until, __u64 now, __u64 cost, __u64 ahead)
{
#pragma unroll
	for (int i = 0; i < SHARE_TRIES; i++) {
		__u64 before = *(volatile __u64 *)paid_until;
		__u64 from = before > now ? before : now;

		if (from > now + ahead)
			return false;
		if (__sync_val_compare_and_swap(paid_until, before, from + cost) == before)
			return true;
	}
	return false;
}

#endif
