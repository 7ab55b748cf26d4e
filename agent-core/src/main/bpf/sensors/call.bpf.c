// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Calls that attacks on the kernel, and defences of a process, are made of. Their arguments tell all. */
#include "call.h"

SYSCALL(on_userfaultfd)
{
	struct vedette_call *record;
	struct event event = {};

	record = begin_call(&event, task, VEDETTE_KIND_USERFAULTFD, ret);
	if (!record)
		return 0;
	record->flags = argument(regs, 0);
	end_event(&event, &process_ring);
	return 0;
}

/* How a perf_event_attr begins. */
struct perf_attr {
	__u32 type;
	__u32 size;
	__u64 config;
};

SYSCALL(on_perf_event_open)
{
	struct perf_attr attr = {};
	struct vedette_call *record;
	struct event event = {};

	record = begin_call(&event, task, VEDETTE_KIND_PERF_EVENT_OPEN, ret);
	if (!record)
		return 0;
	bpf_probe_read_user(&attr, sizeof(attr), (void *)argument(regs, 0));
	record->number = attr.type;
	record->value = attr.config;
	record->signed_1 = argument(regs, 1);
	record->signed_2 = argument(regs, 2);
	end_event(&event, &process_ring);
	return 0;
}

SYSCALL(on_keyctl)
{
	struct vedette_call *record;
	struct event event = {};

	record = begin_call(&event, task, VEDETTE_KIND_KEYCTL, ret);
	if (!record)
		return 0;
	record->number = argument(regs, 0);
	end_event(&event, &process_ring);
	return 0;
}

#define SECCOMP_SET_MODE_STRICT 0
#define SECCOMP_SET_MODE_FILTER 1
#define SECCOMP_FILTER_FLAG_TSYNC 1
#define SECCOMP_FILTER_FLAG_NEW_LISTENER 8

static __always_inline int tell_seccomp(struct task_struct *task, __u32 operation, __u32 flags, long ret)
{
	struct vedette_call *record;
	struct event event = {};

	record = begin_call(&event, task, VEDETTE_KIND_SECCOMP, ret);
	if (!record)
		return 0;
	record->number = operation;
	record->flags = flags;
	/* The answer is a thread that could not be brought along: newer callers can ask for this errno instead. */
	if (ret > 0 && (flags & SECCOMP_FILTER_FLAG_TSYNC) && !(flags & SECCOMP_FILTER_FLAG_NEW_LISTENER))
		record->error = ESRCH;
	end_event(&event, &process_ring);
	return 0;
}

/* What only asks for what the kernel can do is not told. */
SYSCALL(on_seccomp)
{
	__u32 operation = argument(regs, 0);

	if (operation != SECCOMP_SET_MODE_STRICT && operation != SECCOMP_SET_MODE_FILTER)
		return 0;
	return tell_seccomp(task, operation, argument(regs, 1), ret);
}

#define PR_SET_DUMPABLE 4
#define PR_SET_NAME 15
#define PR_SET_SECCOMP 22
#define PR_SET_NO_NEW_PRIVS 38

SYSCALL(on_prctl)
{
	__u32 option = argument(regs, 0);
	struct vedette_call *record;
	struct event event = {};

	/* Its modes are those of seccomp(2), counted from 1. */
	if (option == PR_SET_SECCOMP)
		return tell_seccomp(task, argument(regs, 1) - 1, 0, ret);
	if (ret != 0 || (option != PR_SET_NAME && option != PR_SET_DUMPABLE && option != PR_SET_NO_NEW_PRIVS))
		return 0;
	record = begin_call(&event, task, VEDETTE_KIND_PRCTL, ret);
	if (!record)
		return 0;
	record->number = option;
	if (option == PR_SET_NAME) {
		long len = bpf_probe_read_kernel_str(record + 1, VEDETTE_COMM_LEN, task->comm);

		record->first_len = len > 0 ? len - 1 : 0;
		event.size += record->first_len;
	} else {
		record->value = argument(regs, 1);
	}
	end_event(&event, &process_ring);
	return 0;
}
