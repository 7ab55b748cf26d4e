// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A process made a file that lives in memory only: programs that leave no trace on a disk begin like this.
 */
#include "record_security.h"
#include "syscall.h"
#include "tail.h"

SYSCALL(on_memfd_create)
{
	struct vedette_memfd_create *record;
	struct event event = {};

	if (ret < 0)
		return 0;
	if (!begin_event(&event, task, VEDETTE_KIND_MEMFD_CREATE, sizeof(*record)))
		return 0;
	record = (void *)event.scratch->record;
	record->flags = argument(regs, 1);
	record->fd = ret;
	record->name_len = append_user_string(&event, argument(regs, 0));
	end_event(&event, &process_ring);
	return 0;
}
