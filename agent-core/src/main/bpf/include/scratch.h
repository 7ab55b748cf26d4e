/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Room to build a record whose length is not known beforehand.
 *
 * One buffer a CPU would not do: a program can be preempted, and the next task on that CPU may run a program too. So a
 * buffer is taken by an atomic exchange and given back; who finds the first one taken tries the next ones. The agent
 * makes as many buffers as there are CPUs, and SCRATCH_TRIES - 1 more.
 */
#ifndef VEDETTE_SCRATCH_H
#define VEDETTE_SCRATCH_H

#include "maps.h"

#define SCRATCH_TRIES 8
#define NAME_LEN 256
#define CHUNK 4096

/* The longest record, and one chunk more: the verifier can't see that the last chunk never reaches beyond. */
#define SCRATCH_RECORD                                                                                                 \
	(sizeof(struct vedette_exec) + 3 * VEDETTE_PATH_MAX + VEDETTE_ENVIRONMENT_MAX + VEDETTE_ARGS_MAX + CHUNK + 64)

/*
 * Where a loop stands. It is kept here and not on the stack because the verifier knows nothing of what is read from a
 * map: one pass through the loop stands for all, instead of one for each length that a path can have. That is most of
 * the time that loading takes.
 */
struct walk {
	struct dentry *dentry;
	struct mount *mount;
	struct dentry *root_dentry;
	struct mount *root_mount;
	struct kernfs_node *node;
	__u32 start; /* of the path in scratch->path, which is filled from its end */
	__u32 cut;
};

struct copy {
	__u64 from;
	__u64 next;
	__u32 at; /* in scratch->record */
	__u32 left;
	__u32 total;
	__u32 done;
};

/* The arguments of a system call, and two more that stand for what a call does not have; see vedette_file_call. */
#define SCRATCH_ARGUMENTS 8

/* What a loop needs to find it: its context has to be on the stack. */
struct loop {
	struct scratch *scratch;
};

struct scratch {
	__u32 busy;
	__u32 pad;
	struct walk walk;
	struct copy copy;
	__u64 arguments[SCRATCH_ARGUMENTS];
	__u8 path[VEDETTE_PATH_MAX + NAME_LEN]; /* built from its end */
	__u8 name[NAME_LEN];
	__u8 record[SCRATCH_RECORD];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct scratch);
} scratch_pool SEC(".maps");

static __always_inline struct scratch *take_scratch(void)
{
	__u32 cpu = bpf_get_smp_processor_id();

#pragma unroll
	for (int i = 0; i < SCRATCH_TRIES; i++) {
		__u32 index = cpu + i;
		struct scratch *scratch = bpf_map_lookup_elem(&scratch_pool, &index);

		if (!scratch)
			return NULL;
		if (__sync_lock_test_and_set(&scratch->busy, 1) == 0)
			return scratch;
	}
	return NULL;
}

static __always_inline void give_scratch(struct scratch *scratch)
{
	__sync_lock_test_and_set(&scratch->busy, 0);
}

/* Keeps the compiler from moving the check of a bound away from where the verifier needs to see it. */
#define OPAQUE(value) asm volatile("" : "+r"(value))

static __always_inline __u32 at_most(__u32 value, __u32 limit)
{
	OPAQUE(value);
	if (value > limit)
		value = limit;
	return value;
}

#endif
