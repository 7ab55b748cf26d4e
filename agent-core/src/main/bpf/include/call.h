/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How the sensors of calls that are told by a vedette_call begin. */
#ifndef VEDETTE_CALL_H
#define VEDETTE_CALL_H

#include "kernel_security.h"
#include "record_security.h"
#include "syscall.h"
#include "tail.h"

/* NULL when there is nothing to do. */
static __always_inline struct vedette_call *begin_call(struct event *event, struct task_struct *task, __u32 kind,
						       long ret)
{
	struct vedette_call *record;

	if (!begin_event(event, task, kind, sizeof(*record)))
		return NULL;
	record = (void *)event->scratch->record;
	if (ret < 0)
		record->error = -ret;
	return record;
}

#endif
