/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * System calls that take paths, told apart by data: one program for many of them. The verifier's time for a program
 * each would be most of what the agent takes to start.
 */
#ifndef VEDETTE_FILE_CALL_H
#define VEDETTE_FILE_CALL_H

#include "file_ring.h"
#include "named.h"
#include "syscall.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, VEDETTE_CALLS + VEDETTE_CALLS_32);
	__type(key, __u32);
	__type(value, struct vedette_file_call);
} file_calls SEC(".maps");

static __always_inline struct vedette_file_call *file_call(struct pt_regs *regs)
{
	__u32 number = syscall_number(regs);

	if (is_32_bit_call())
		number += VEDETTE_CALLS;
	return bpf_map_lookup_elem(&file_calls, &number);
}

static __always_inline void read_arguments(struct scratch *scratch, struct pt_regs *regs)
{
	__u64 *to = scratch->arguments;

	if (is_32_bit_call()) {
#pragma unroll
		for (int i = 0; i < 6; i++)
			to[i] = argument_32(regs, i);
	} else {
#pragma unroll
		for (int i = 0; i < 6; i++)
			to[i] = argument_64(regs, i);
	}
	to[VEDETTE_CWD] = AT_FDCWD;
	to[VEDETTE_NOTHING] = 0;
}

static __always_inline __u64 call_argument(struct scratch *scratch, __u8 number)
{
	return scratch->arguments[number & (SCRATCH_ARGUMENTS - 1)];
}

static __always_inline __u8 joined_by(struct vedette_file_call *call, __u32 flags)
{
	if (flags & call->follow)
		return VEDETTE_FOLLOWED;
	return flags & call->no_follow ? VEDETTE_JOINED : call->joined;
}

#endif
