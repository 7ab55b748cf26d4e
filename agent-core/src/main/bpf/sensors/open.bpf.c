// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A process opened a file, or tried to open one for writing and could not.
 *
 * The end of the system call has the descriptor, and that leads to what the kernel resolved the path to. Opens with
 * O_PATH are among them: they give a descriptor to run or to look up from.
 */
#include "file_call.h"
#include "opened.h"

#define OPEN_HOW_FLAGS 0
/* From here on, errors are the kernel's own: the call begins anew. */
#define ERESTARTSYS 512

static __always_inline __u32 open_flags(struct vedette_file_call *call, struct pt_regs *regs, __u64 flags)
{
	if (call->amount != VEDETTE_NOTHING) {
		__u64 how = 0;

		bpf_probe_read_user(&how, sizeof(how), (void *)flags + OPEN_HOW_FLAGS);
		return how;
	}
	return flags | call->other_mask;
}

static __always_inline __u64 argument_at(struct pt_regs *regs, __u8 number)
{
	switch (number) {
	case 0:
		return argument(regs, 0);
	case 1:
		return argument(regs, 1);
	case 2:
		return argument(regs, 2);
	case VEDETTE_CWD:
		return AT_FDCWD;
	default:
		return 0;
	}
}

SYSCALL(on_open)
{
	struct vedette_file_call *call = file_call(regs);
	struct opening opening = { .task = task };

	if (!call || !call->kind)
		return 0;
	opening.flags = open_flags(call, regs, argument_at(regs, call->flags));
	if (ret < 0 && (!writes(opening.flags) || ret <= -ERESTARTSYS))
		return 0;
	opening.directory = argument_at(regs, call->directory);
	opening.path = argument_at(regs, call->path);
	opening.error = ret < 0 ? -ret : 0;
	if (ret >= 0)
		opening.file = current_file(task, ret);
	return tell_open(&opening);
}
