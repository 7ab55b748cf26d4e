/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A handler of system calls: runs when one of its calls has ended, with the result known and the arguments still in the
 * caller's registers and memory. Another thread can change that memory meanwhile: what is read from it is what was
 * asked for last.
 *
 *	SYSCALL(on_thing)
 *	{
 *		...`task`, `regs` and `ret` are there; argument(regs, 0) is the first argument...
 *	}
 *
 * Which calls lead to it is in the agent's list of programs; see dispatch.bpf.c.
 */
#ifndef VEDETTE_SYSCALL_H
#define VEDETTE_SYSCALL_H

#include "current.h"

#define TS_COMPAT 0x0002 /* x86 */
#define TIF_32BIT 22 /* arm64 */

/* Whether the call came through the 32-bit interface: other numbers, registers and pointers. */
static __always_inline bool is_32_bit_call(void)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task_struct___x86 *x86 = (void *)task;

	if (bpf_core_field_exists(x86->thread_info.status))
		return x86->thread_info.status & TS_COMPAT;
	return task->thread_info.flags & (1ul << TIF_32BIT);
}

static __always_inline __u64 argument_32(struct pt_regs *regs, int number)
{
	struct pt_regs___x86 *x86 = (void *)regs;
	struct pt_regs___arm64 *arm = (void *)regs;

	if (!bpf_core_field_exists(x86->di))
		return (__u32)(number == 0 ? arm->orig_x0 : arm->user_regs.regs[number]);
	switch (number) {
	case 0:
		return (__u32)x86->bx;
	case 1:
		return (__u32)x86->cx;
	case 2:
		return (__u32)x86->dx;
	case 3:
		return (__u32)x86->si;
	case 4:
		return (__u32)x86->di;
	default:
		return (__u32)x86->bp;
	}
}

static __always_inline __u64 argument_64(struct pt_regs *regs, const int number)
{
	struct pt_regs___x86 *x86 = (void *)regs;
	struct pt_regs___arm64 *arm = (void *)regs;

	if (!bpf_core_field_exists(x86->di))
		return number == 0 ? arm->orig_x0 : arm->user_regs.regs[number];
	switch (number) {
	case 0:
		return x86->di;
	case 1:
		return x86->si;
	case 2:
		return x86->dx;
	case 3:
		return x86->r10;
	case 4:
		return x86->r8;
	default:
		return x86->r9;
	}
}

/* @number: from 0, known when this is compiled. */
static __always_inline __u64 argument(struct pt_regs *regs, const int number)
{
	return is_32_bit_call() ? argument_32(regs, number) : argument_64(regs, number);
}

static __always_inline __u64 syscall_number(struct pt_regs *regs)
{
	struct pt_regs___x86 *x86 = (void *)regs;
	struct pt_regs___arm64 *arm = (void *)regs;

	return bpf_core_field_exists(x86->orig_ax) ? x86->orig_ax : (__u64)(__u32)arm->syscallno;
}

#define SYSCALL(name)                                                                                                  \
	static __always_inline int handle_##name(__u64 *context, struct task_struct *task, struct pt_regs *regs,       \
						 long ret);                                                            \
	SEC("tp_btf/sys_exit")                                                                                         \
	int name(__u64 *context)                                                                                       \
	{                                                                                                              \
		return handle_##name(context, current_task(), (struct pt_regs *)context[0], context[1]);               \
	}                                                                                                              \
	static __always_inline int handle_##name(__u64 *context, struct task_struct *task, struct pt_regs *regs,       \
						 long ret)

#endif
