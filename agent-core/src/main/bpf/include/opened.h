/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Tells an open, or an attempt that failed. */
#ifndef VEDETTE_OPENED_H
#define VEDETTE_OPENED_H

#include "coalesce.h"
#include "file_ring.h"
#include "named.h"
#include "path_rules.h"

#define FMODE_CREATED 0x100000

/* What is known of an open from its call. */
struct opening {
	struct task_struct *task;
	struct file *file; /* NULL: it failed, or is closed again already */
	__u64 path; /* the caller's string, or 0 */
	__u32 flags;
	__s32 directory;
	__u32 error;
	bool io_uring;
};

static __always_inline void fill_opened(struct event *event, struct opening *opening)
{
	struct vedette_open *record = (void *)event->scratch->record;
	struct file *file = opening->file;

	record->flags = opening->flags;
	record->count = 1;
	record->error = opening->error;
	record->io_uring = opening->io_uring;
	if (!file) {
		append_named(event, &record->path, opening->directory, opening->path, VEDETTE_FOLLOWED);
		return;
	}
	fill_file(&record->file, GET(file, f_inode), GET(file, f_path.dentry));
	record->created = (GET(file, f_mode) & FMODE_CREATED) != 0;
	if (opening->path)
		record->path.given_len = append_user_string(event, opening->path);
	/* What was opened is known: a string that can't be read any more takes nothing from that. */
	record->header.incomplete = 0;
	record->path.base_len = append_file_path(event, file);
}

static __always_inline int tell_open(struct opening *opening)
{
	struct task_struct *task = opening->task;
	__u64 cgroup = cgroup_id(task);
	struct claim claim = {};
	struct event event = {};
	bool reads = !writes(opening->flags);

	if (!is_wanted(task, cgroup, VEDETTE_KIND_OPEN))
		return 0;
	if (opening->file && is_plain_read(opening->flags)) {
		if (joins_earlier_open(&claim, task, cgroup, opening->file, opening->flags))
			return 0;
	}
	if (is_left_out_of(cgroup, VEDETTE_KIND_OPEN, reads ? VEDETTE_SHARE_READS : VEDETTE_KIND_OPEN) ||
	    !begin_taken(&event, task, cgroup, VEDETTE_KIND_OPEN, sizeof(struct vedette_open))) {
		give_up(&claim);
		return 0;
	}
	fill_opened(&event, opening);
	if (is_path_off(&event, &((struct vedette_open *)event.scratch->record)->path, sizeof(struct vedette_open))) {
		give_up(&claim);
		drop_event(&event);
		return 0;
	}
	keep_record(&claim, &event);
	end_file_event(&event);
	return 0;
}

#endif
