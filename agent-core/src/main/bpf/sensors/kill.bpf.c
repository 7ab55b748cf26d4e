// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A process sent a signal to a process of another cgroup.
 *
 * signal_generate comes once for each target, also of a process group, in the sender's context and while the target is
 * still there. What the kernel refused never gets that far: the end of the system call knows it.
 */
#include "syscall.h"
#include "target.h"

#define SI_USER 0
#define SI_QUEUE -1
#define SI_TKILL -6
#define TRACE_SIGNAL_OVERFLOW_FAIL 3

SEC("tp_btf/signal_generate")
int BPF_PROG(on_signal, int signal, struct kernel_siginfo *info, struct task_struct *other, int group, int result)
{
	struct task_struct *task = current_task();
	int code;

	/* 0 and 1 stand for signals of the kernel itself. */
	if ((__u64)info <= 1 || cgroup_id(task) == cgroup_of_other(other))
		return 0;
	code = GET(info, si_code);
	if (code != SI_USER && code != SI_QUEUE && code != SI_TKILL)
		return 0;
	return tell_target(task, VEDETTE_KIND_KILL, other, pid_for(task, other), signal,
			   result == TRACE_SIGNAL_OVERFLOW_FAIL ? -EAGAIN : 0);
}

static __always_inline int tell_refused(struct task_struct *task, struct task_struct *other, __u32 signal, long ret)
{
	/* Signal 0 only asks whether there is such a process. */
	if (!other || !signal || cgroup_of_other(other) == cgroup_id(task))
		return 0;
	return tell_target(task, VEDETTE_KIND_KILL, other, pid_for(task, other), signal, ret);
}

/* kill, tkill, rt_sigqueueinfo. Of a process group no single target was refused. */
SYSCALL(on_kill)
{
	if (ret != -EPERM)
		return 0;
	return tell_refused(task, find_task(task, argument(regs, 0)), argument(regs, 1), ret);
}

/* tgkill, rt_tgsigqueueinfo. */
SYSCALL(on_tgkill)
{
	if (ret != -EPERM)
		return 0;
	return tell_refused(task, find_task(task, argument(regs, 1)), argument(regs, 2), ret);
}

SYSCALL(on_pidfd_send_signal)
{
	if (ret != -EPERM)
		return 0;
	return tell_refused(task, task_of_pidfd(task, argument(regs, 0)), argument(regs, 1), ret);
}
