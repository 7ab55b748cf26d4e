// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A process reaches into another one, or tries to. The result, and a target that the attempt named, are known at the
 * end of the call.
 */
#include "syscall.h"
#include "target.h"

#define PTRACE_TRACEME 0

/*
 * What takes hold of another process or changes it. What looks at one that is held already, or lets it go on, comes in
 * floods and adds nothing.
 */
static __always_inline bool is_request(__u32 request)
{
	switch (request) {
	case PTRACE_TRACEME:
	case 4: /* POKETEXT */
	case 5: /* POKEDATA */
	case 6: /* POKEUSR */
	case 8: /* KILL */
	case 13: /* SETREGS */
	case 15: /* SETFPREGS */
	case 16: /* ATTACH */
	case 19: /* SETFPXREGS */
	case 0x4203: /* SETSIGINFO */
	case 0x4205: /* SETREGSET */
	case 0x4206: /* SEIZE */
	case 0x420b: /* SETSIGMASK */
	case 0x4212: /* SET_SYSCALL_INFO */
		return true;
	default:
		return false;
	}
}

/* The target of TRACEME is the parent, which it lets take hold of itself. */
SYSCALL(on_ptrace)
{
	__u32 request = argument(regs, 0);
	__s32 pid = argument(regs, 1);
	struct task_struct *other;

	if (!is_request(request))
		return 0;
	if (request == PTRACE_TRACEME) {
		pid = 0;
		other = GET(task, real_parent);
	} else {
		other = find_task(task, pid);
	}
	return tell_target(task, VEDETTE_KIND_PTRACE, other, pid, request, ret);
}

SYSCALL(on_process_vm_readv)
{
	__s32 pid = argument(regs, 0);

	return tell_target(task, VEDETTE_KIND_PROCESS_VM_READV, find_task(task, pid), pid, 0, ret);
}

SYSCALL(on_process_vm_writev)
{
	__s32 pid = argument(regs, 0);

	return tell_target(task, VEDETTE_KIND_PROCESS_VM_WRITEV, find_task(task, pid), pid, 0, ret);
}

/* A pidfd names the process: which pid it has for the caller is in target->pid. */
SYSCALL(on_pidfd_getfd)
{
	struct task_struct *other = task_of_pidfd(task, argument(regs, 0));
	__s32 pid = other ? pid_for(task, other) : 0;

	return tell_target(task, VEDETTE_KIND_PIDFD_GETFD, other, pid, argument(regs, 1), ret);
}
