// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* A kernel module was loaded or removed, or somebody tried to: attempts matter as much, and only calls know them. */
#include "call.h"

/* From memory. */
SYSCALL(on_init_module)
{
	struct vedette_module_load *record;
	struct event event = {};

	if (!begin_event(&event, task, VEDETTE_KIND_MODULE_LOAD, sizeof(*record)))
		return 0;
	record = (void *)event.scratch->record;
	record->file.size = argument(regs, 1);
	record->error = ret < 0 ? -ret : 0;
	record->arguments_len = append_user_string(&event, argument(regs, 2));
	end_event(&event, &process_ring);
	return 0;
}

/* From a file. */
SYSCALL(on_finit_module)
{
	struct vedette_module_load *record;
	struct event event = {};
	struct file *file;

	if (!begin_event(&event, task, VEDETTE_KIND_MODULE_LOAD, sizeof(*record)))
		return 0;
	record = (void *)event.scratch->record;
	record->flags = argument(regs, 2);
	record->error = ret < 0 ? -ret : 0;
	file = file_of(task, argument(regs, 0));
	if (file) {
		fill_file(&record->file, GET(file, f_inode), GET(file, f_path.dentry));
		record->path_len = append_file_path(&event, file);
	} else {
		mark_incomplete(&event, VEDETTE_PATH_UNKNOWN);
	}
	record->arguments_len = append_user_string(&event, argument(regs, 1));
	end_event(&event, &process_ring);
	return 0;
}

SYSCALL(on_delete_module)
{
	struct vedette_call *record;
	struct event event = {};

	record = begin_call(&event, task, VEDETTE_KIND_MODULE_DELETE, ret);
	if (!record)
		return 0;
	record->flags = argument(regs, 1);
	record->first_len = append_user_string(&event, argument(regs, 0));
	end_event(&event, &process_ring);
	return 0;
}
