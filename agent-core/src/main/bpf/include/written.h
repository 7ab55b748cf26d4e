/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which files were written to through which descriptors. What a close has to tell is kept from the first write on: by
 * the time that a close has ended the file may be gone.
 *
 * A descriptor whose close was not seen is known by the other file behind it: the close is told then. What is still
 * there at the exit of the process is told there.
 */
#ifndef VEDETTE_WRITTEN_H
#define VEDETTE_WRITTEN_H

#include "file_ring.h"
#include "path_rules.h"
#include "record_file.h"
#include "tail.h"

#define WRITTEN_PATH 440
/* Where the state is put together: behind the longest record. */
#define WRITTEN_AT (sizeof(struct vedette_write) + VEDETTE_PATH_MAX + 8)

/* The file's place was not wanted at the first write. */
#define WRITTEN_UNWANTED 1
/* The first write was left out, and counted; so is the close. */
#define WRITTEN_LEFT_OUT 2

struct written_key {
	__u64 files; /* the table of descriptors; threads share one, a forked process has its own */
	__u64 fd;
};

struct written {
	__u64 file;
	__u64 bytes;
	struct vedette_file told;
	__u16 path_len;
	__u8 io_uring;
	__u8 off; /* nothing more is told: */
	__u32 incomplete;
	__u8 path[WRITTEN_PATH];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct written_key);
	__type(value, struct written);
} written_files SEC(".maps");

/* Tables of descriptors that have any: the others' processes end without a look at each descriptor. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, __u64);
	__type(value, __u8);
} writers SEC(".maps");

static __always_inline bool has_written(__u64 files)
{
	return bpf_map_lookup_elem(&writers, &files) != NULL;
}

static __always_inline void close_left_out(struct task_struct *task, struct written_key *key)
{
	__u64 cgroup = cgroup_id(task);

	if (bpf_map_delete_elem(&written_files, key) == 0 && is_wanted(task, cgroup, VEDETTE_KIND_CLOSE_WRITE))
		count_as(cgroup, VEDETTE_KIND_CLOSE_WRITE, SAMPLED);
}

/* Who takes the entry away is the one to tell it. */
static __always_inline void tell_close(struct task_struct *task, struct written_key *key, struct written *state)
{
	struct vedette_write *record;
	struct event event = {};
	__u32 len = state->path_len;

	if (state->off == WRITTEN_LEFT_OUT) {
		close_left_out(task, key);
		return;
	}
	if (state->off || !begin_event(&event, task, VEDETTE_KIND_CLOSE_WRITE, sizeof(*record))) {
		bpf_map_delete_elem(&written_files, key);
		return;
	}
	record = (void *)event.scratch->record;
	record->file = state->told;
	record->bytes = state->bytes;
	record->fd = key->fd;
	record->io_uring = state->io_uring;
	record->header.incomplete = state->incomplete;
	len = at_most(len, WRITTEN_PATH);
	bpf_probe_read_kernel(event.scratch->record + sizeof(*record), len, state->path);
	record->path_len = len;
	event.size += len;
	if (bpf_map_delete_elem(&written_files, key))
		drop_event(&event);
	else
		end_file_event(&event);
}

/* By the path at the first write: what is kept of it for the close may be cut. */
static __always_inline bool is_file_off(struct event *event)
{
	struct vedette_write *record = (void *)event->scratch->record;
	struct vedette_named named = { .base_len = record->path_len, .joined = VEDETTE_RESOLVED };

	return is_path_off(event, &named, sizeof(*record));
}

static __always_inline struct written *written_state(struct event *event, struct file *file, __u64 bytes)
{
	struct vedette_write *record = (void *)event->scratch->record;
	struct written *state = (void *)(event->scratch->record + WRITTEN_AT);
	__u32 len = record->path_len;
	__u32 skip = len > WRITTEN_PATH ? len - WRITTEN_PATH : 0;
	__u32 at = at_most(sizeof(*record) + skip, sizeof(*record) + VEDETTE_PATH_MAX);

	state->file = (__u64)file;
	state->bytes = bytes;
	state->told = record->file;
	state->io_uring = record->io_uring;
	state->off = is_file_off(event) ? WRITTEN_UNWANTED : 0;
	state->incomplete = record->header.incomplete | (skip ? VEDETTE_PATH_CUT : 0);
	len = at_most(len - skip, WRITTEN_PATH);
	bpf_probe_read_kernel(state->path, len, event->scratch->record + at);
	state->path_len = len;
	return state;
}

/* True when it is kept. */
static __always_inline bool keep_written(struct written_key *key, struct written *state, long *status)
{
	__u8 yes = 1;

	*status = bpf_map_update_elem(&writers, &key->files, &yes, BPF_ANY);
	if (*status == 0)
		*status = bpf_map_update_elem(&written_files, key, state, BPF_NOEXIST);
	return *status == 0;
}

/* Keeps that a descriptor was written to: else its next write would be its first one again. */
static __always_inline void keep_left_out(struct written_key *key, struct file *file)
{
	struct scratch *scratch = take_scratch();
	struct written *state;
	long status;

	if (!scratch)
		return;
	state = (void *)(scratch->record + WRITTEN_AT);
	state->file = (__u64)file;
	state->path_len = 0;
	state->off = WRITTEN_LEFT_OUT;
	keep_written(key, state, &status);
	give_scratch(scratch);
}

static __always_inline void tell_first_write(struct task_struct *task, struct written_key *key, struct file *file,
					     struct inode *inode, __u64 bytes, bool io_uring)
{
	__u64 cgroup = cgroup_id(task);
	struct vedette_write *record;
	struct event event = {};
	struct written *state;
	/* Who wants to hear of the close only still needs the state. */
	bool wanted = is_wanted(task, cgroup, VEDETTE_KIND_WRITE);
	__u32 kind = wanted ? VEDETTE_KIND_WRITE : VEDETTE_KIND_CLOSE_WRITE;
	bool off;
	long status;

	if (!wanted && !is_wanted(task, cgroup, VEDETTE_KIND_CLOSE_WRITE))
		return;
	if (wanted && is_left_out(cgroup, VEDETTE_KIND_WRITE)) {
		keep_left_out(key, file);
		return;
	}
	if (!begin_taken(&event, task, cgroup, kind, sizeof(*record)))
		return;
	record = (void *)event.scratch->record;
	fill_file(&record->file, inode, GET(file, f_path.dentry));
	record->bytes = bytes;
	record->fd = key->fd;
	record->io_uring = io_uring;
	record->path_len = append_file_path(&event, file);
	state = written_state(&event, file, bytes);
	off = state->off;
	if (keep_written(key, state, &status)) {
		if (off || !wanted)
			drop_event(&event);
		else
			end_file_event(&event);
		return;
	}
	drop_event(&event);
	if (exists_already(status)) {
		/* Another thread was first. */
		state = bpf_map_lookup_elem(&written_files, key);
		if (state)
			__sync_fetch_and_add(&state->bytes, bytes);
		return;
	}
	if (!off)
		finish_as(cgroup, kind, NO_STATE);
}

static __always_inline void wrote(struct task_struct *task, __u32 fd, struct file *file, __u64 bytes, bool io_uring)
{
	struct written_key key = { .files = (__u64)task->files, .fd = fd };
	struct inode *inode = GET(file, f_inode);
	struct written *state;

	if ((GET(inode, i_mode) & S_IFMT) != S_IFREG)
		return;
	state = bpf_map_lookup_elem(&written_files, &key);
	if (state && state->file == (__u64)file) {
		__sync_fetch_and_add(&state->bytes, bytes);
		return;
	}
	if (state)
		tell_close(task, &key, state);
	tell_first_write(task, &key, file, inode, bytes, io_uring);
}

/* What a descriptor was of has been closed. */
static __always_inline void closed(struct task_struct *task, __u32 fd)
{
	struct written_key key = { .files = (__u64)task->files, .fd = fd };
	struct written *state = bpf_map_lookup_elem(&written_files, &key);

	if (state)
		tell_close(task, &key, state);
}

#endif
