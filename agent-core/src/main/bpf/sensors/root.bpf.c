// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* A process got another root directory, or tried to. */
#include "call.h"

SYSCALL(on_pivot_root)
{
	struct vedette_call *record;
	struct event event = {};

	record = begin_call(&event, task, VEDETTE_KIND_PIVOT_ROOT, ret);
	if (!record)
		return 0;
	record->first_len = append_user_string(&event, argument(regs, 0));
	record->second_len = append_user_string(&event, argument(regs, 1));
	end_event(&event, &process_ring);
	return 0;
}

/* The root of the process is not where this path ends but where it begins: it is that of the mount namespace. */
static __always_inline __u16 append_new_root(struct event *event)
{
	struct scratch *scratch = event->scratch;
	struct task_struct *task = event->task;
	struct loop loop = { .scratch = scratch };
	__u16 len;

	scratch->walk.dentry = GET(GET(task, fs), root.dentry);
	scratch->walk.mount = mount_of(GET(GET(task, fs), root.mnt));
	scratch->walk.root_dentry = NULL;
	scratch->walk.root_mount = NULL;
	scratch->walk.start = VEDETTE_PATH_MAX;
	scratch->walk.cut = 0;
	bpf_loop(WALK_STEPS, walk_step, &loop, 0);
	if (scratch->walk.start == VEDETTE_PATH_MAX)
		prepend_slash(scratch);
	if (scratch->walk.cut)
		mark_incomplete(event, VEDETTE_PATH_CUT);
	len = append_walk(scratch, event->size);
	event->size += len;
	return len;
}

/* Of an attempt that failed only the caller's own words are known. */
SYSCALL(on_chroot)
{
	struct vedette_call *record;
	struct event event = {};

	record = begin_call(&event, task, VEDETTE_KIND_CHROOT, ret);
	if (!record)
		return 0;
	if (ret == 0)
		record->first_len = append_new_root(&event);
	record->second_len = append_user_string(&event, argument(regs, 0));
	end_event(&event, &process_ring);
	return 0;
}
