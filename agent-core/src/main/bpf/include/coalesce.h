/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Opens that only read: the first one is told at once. What the same image of a process opens again the same way within
 * settings.coalesce_ns is only counted, and told together: by the next open that needs the place, or by the agent when
 * the window has passed. Who finds the place taken waits for nothing and tells its open alone.
 */
#ifndef VEDETTE_COALESCE_H
#define VEDETTE_COALESCE_H

#include "file_ring.h"
#include "record_file.h"

#define O_ACCMODE 3
#define O_CREAT 0100
#define O_TRUNC 01000
#define IMAGE_SHIFT 56

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, VEDETTE_OPEN_SLOTS);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct vedette_open_slot);
} open_slots SEC(".maps");

struct open_record {
	__u8 bytes[VEDETTE_OPEN_RECORD];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, VEDETTE_OPEN_SLOTS);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct open_record);
} open_records SEC(".maps");

/* A place that is held until its record is kept. Without one everything stays as if there were no coalescing. */
struct claim {
	struct vedette_open_slot *slot;
	struct open_record *record;
};

static __always_inline bool writes(__u32 flags)
{
	return flags & (O_ACCMODE | O_CREAT | O_TRUNC);
}

static __always_inline bool is_plain_read(__u32 flags)
{
	return settings.coalesce_ns && !writes(flags);
}

static __always_inline void unlock(struct vedette_open_slot *slot)
{
	__sync_lock_test_and_set(&slot->locked, 0);
}

static __always_inline bool is_same(struct vedette_open_slot *slot, struct vedette_open_slot *open)
{
	return slot->dentry == open->dentry && slot->mount == open->mount && slot->inode == open->inode &&
	       slot->image == open->image && slot->cgroup_id == open->cgroup_id && slot->tgid == open->tgid &&
	       slot->flags == open->flags;
}

/* Tells what the place still has to tell. */
static __always_inline void tell_kept(struct vedette_open_slot *slot, struct open_record *kept)
{
	struct vedette_open *record = (void *)kept->bytes;
	__u32 size = record->header.size;
	struct vedette_count *row;
	enum outcome outcome;
	__u64 cgroup = slot->cgroup_id;

	record->count = slot->count;
	record->window_ns = slot->last_ns - slot->first_ns;
	record->header.boot_time_ns = slot->last_ns;
	outcome = write_file_ring(kept->bytes, size, VEDETTE_OPEN_RECORD, cgroup);
	if (outcome != TOLD) {
		row = count_row(cgroup, VEDETTE_KIND_OPEN);
		if (row)
			count_untold(row, slot->count, outcome);
	}
	slot->count = 0;
}

static __always_inline __u32 place_of(struct vedette_open_slot *open)
{
	__u64 hash = (open->dentry >> 5) ^ (open->mount >> 3) ^ ((__u64)open->tgid << 17) ^ open->flags ^ open->image;

	hash *= 0x9e3779b97f4a7c15ull;
	return (hash >> 40) & (VEDETTE_OPEN_SLOTS - 1);
}

/* True when the open is counted with an earlier one: there is nothing more to do. Else the claim may hold a place. */
static __always_inline bool joins_earlier_open(struct claim *claim, struct task_struct *task, __u64 cgroup,
					       struct file *file, __u32 flags)
{
	__u64 now = bpf_ktime_get_boot_ns();
	struct vedette_open_slot open = {};
	struct vedette_open_slot *slot;
	struct open_record *record;
	struct path path;
	__u32 place;

	bpf_core_read(&path, sizeof(path), &file->f_path);
	open.dentry = (__u64)path.dentry;
	open.mount = (__u64)path.mnt;
	open.inode = GET(GET(file, f_inode), i_ino);
	open.image = start_time(task->group_leader) ^ (task->self_exec_id << IMAGE_SHIFT);
	open.cgroup_id = cgroup;
	open.tgid = task->tgid;
	open.flags = flags;
	place = place_of(&open);
	slot = bpf_map_lookup_elem(&open_slots, &place);
	record = bpf_map_lookup_elem(&open_records, &place);
	if (!slot || !record || __sync_lock_test_and_set(&slot->locked, 1))
		return false;
	if (is_same(slot, &open) && now - slot->since_ns < settings.coalesce_ns) {
		if (slot->count++ == 0)
			slot->first_ns = now;
		slot->last_ns = now;
		/* Counted before the place is free: else the agent could tell more than was seen. */
		count_as(cgroup, VEDETTE_KIND_OPEN, TOLD);
		unlock(slot);
		return true;
	}
	if (slot->count)
		tell_kept(slot, record);
	slot->since_ns = now;
	slot->dentry = open.dentry;
	slot->mount = open.mount;
	slot->inode = open.inode;
	slot->image = open.image;
	slot->cgroup_id = cgroup;
	slot->tgid = open.tgid;
	slot->flags = flags;
	claim->slot = slot;
	claim->record = record;
	return false;
}

/* The open is not told after all. */
static __always_inline void give_up(struct claim *claim)
{
	if (!claim->slot)
		return;
	claim->slot->dentry = 0;
	unlock(claim->slot);
}

/* Keeps a copy of the finished record for those that will be counted with it. A long one is not kept. */
static __always_inline void keep_record(struct claim *claim, struct event *event)
{
	struct vedette_header *header = (void *)event->scratch->record;
	__u32 size = event->size;

	if (!claim->slot)
		return;
	header->size = size;
	if (size > VEDETTE_OPEN_RECORD)
		claim->slot->dentry = 0;
	else
		bpf_probe_read_kernel(claim->record->bytes, at_most(size, VEDETTE_OPEN_RECORD), header);
	unlock(claim->slot);
}

#endif
