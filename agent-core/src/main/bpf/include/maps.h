/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the sensors share. The definitions are weak, so that every sensor can include them and the linker keeps one.
 */
#ifndef VEDETTE_MAPS_H
#define VEDETTE_MAPS_H

#include "kernel.h"
#include "record.h"

/*
 * A function with this is verified once for itself, instead of once for each way that leads to it. It answers int, and
 * may be given no NULL.
 */
#define ONCE __weak __noinline

/* The agent refuses an object of another ABI before it loads it. */
__weak const volatile __u32 vedette_abi = VEDETTE_ABI;

__weak struct vedette_settings settings = {};

/*
 * One ring for each importance, so that a flood of files can't cost an exec. The agent sets the sizes before it loads,
 * and reads the records of all three in the order of their time.
 */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4 * 1024 * 1024);
} process_ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1024 * 1024);
} network_ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4 * 1024 * 1024);
} file_ring SEC(".maps");

#define VEDETTE_COUNT_ROWS 8192

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, VEDETTE_COUNT_ROWS);
	__type(key, struct vedette_count_key);
	__type(value, struct vedette_count);
} counts SEC(".maps");

/* By kind: takes what `counts` has no row for, so that nothing goes uncounted. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, VEDETTE_KINDS);
	__type(key, __u32);
	__type(value, struct vedette_count);
} counts_without_row SEC(".maps");

/* Cgroups whose path was sent. One that is pushed out is just sent again. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, __u8);
} known_cgroups SEC(".maps");

/* Processes of the agent itself, by tgid. They are neither reported nor counted. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u8);
} own SEC(".maps");

/* Cgroups whose events are not wanted. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, VEDETTE_IGNORED_CGROUPS);
	__type(key, __u64);
	__type(value, __u8);
} ignored_cgroups SEC(".maps");

/*
 * What an update with BPF_NOEXIST answers for a key that is there. Up to 6.3 the upper half of the answer is not set:
 * the functions behind it give an int.
 */
static __always_inline bool exists_already(long status)
{
	return (__s32)status == -EEXIST;
}

static __always_inline bool is_own(__u32 tgid)
{
	return bpf_map_lookup_elem(&own, &tgid) != NULL;
}

#endif
