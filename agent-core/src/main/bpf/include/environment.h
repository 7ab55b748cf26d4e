/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The variables of a new image's environment that say which libraries are loaded into it: LD_PRELOAD, LD_LIBRARY_PATH.
 * Others are nobody's business: they hold secrets.
 */
#ifndef VEDETTE_ENVIRONMENT_H
#define VEDETTE_ENVIRONMENT_H

#include "event.h"

/* Pieces of the environment that are looked at; most variables are one. */
#define ENVIRONMENT_STEPS 8192
#define VARIABLE_MAX (VEDETTE_ENVIRONMENT_MAX / 2)

/* By the first bytes: LD_PRELOAD= and LD_LIBRARY_PATH=. */
static __always_inline bool is_wanted_variable(const __u8 *name)
{
	const __u64 *words = (const __u64 *)name;

	if (words[0] == 0x4f4c4552505f444cull) /* LD_PRELO */
		return name[8] == 'A' && name[9] == 'D' && name[10] == '=';
	return words[0] == 0x415242494c5f444cull && words[1] == 0x3d485441505f5952ull; /* LD_LIBRARY_PATH= */
}

/* copy->from is the next piece, copy->next where the environment ends, copy->done whether it begins within a variable.
 */
static long copy_variable(__u64 step, void *context)
{
	struct scratch *scratch = ((struct loop *)context)->scratch;
	struct copy *copy = &scratch->copy;
	__u64 from = copy->from;
	__u32 at;
	long len;

	if (from >= copy->next)
		return 1;
	len = bpf_probe_read_user_str(scratch->name, NAME_LEN, (void *)from);
	if (len <= 0)
		return 1;
	if (!copy->done && is_wanted_variable(scratch->name)) {
		long kept = 0;

		if (copy->total <= VEDETTE_ENVIRONMENT_MAX - VARIABLE_MAX) {
			at = at_most(copy->at + copy->total,
				     sizeof(struct vedette_exec) + 3 * VEDETTE_PATH_MAX + VEDETTE_ENVIRONMENT_MAX);
			kept = bpf_probe_read_user_str(scratch->record + at, VARIABLE_MAX, (void *)from);
		}
		if (kept > 0)
			copy->total += kept;
		if (kept <= 0 || kept == VARIABLE_MAX)
			copy->left = 1;
	}
	/* A full piece ends in a NUL that is not there: the variable goes on with that byte. */
	copy->done = len == NAME_LEN;
	copy->from = from + (len == NAME_LEN ? len - 1 : len);
	return 0;
}

static __always_inline __u32 append_environment(struct scratch *scratch, struct task_struct *task, __u32 size)
{
	struct vedette_exec *record = (void *)scratch->record;
	struct loop loop = { .scratch = scratch };
	struct copy *copy = &scratch->copy;

	copy->from = GET(GET(task, mm), env_start);
	copy->next = GET(GET(task, mm), env_end);
	copy->at = size;
	copy->total = 0;
	copy->done = 0;
	copy->left = 0;
	bpf_loop(ENVIRONMENT_STEPS, copy_variable, &loop, 0);
	if (copy->left || copy->from < copy->next)
		record->header.incomplete |= VEDETTE_ENVIRONMENT_CUT;
	record->environment_len = copy->total;
	return size + copy->total;
}

#endif
