/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Following pointers of the kernel.
 *
 * A task that the kernel hands over is trusted: for each pointer that a program takes out of it, the verifier of 6.3
 * and later looks through the names of all types of the kernel, about half a millisecond each time, to see whether that
 * pointer is trusted too. Nothing here needs that. A cast makes it an ordinary pointer, whose reads are as fast and may
 * fail, and costs no instruction. Kernels that are older than the cast do not search.
 */
#ifndef VEDETTE_CURRENT_H
#define VEDETTE_CURRENT_H

#include "kernel.h"

#define LINUX_6_2 ((6 << 16) + (2 << 8))

extern int LINUX_KERNEL_VERSION __kconfig;
extern void *bpf_rdonly_cast(const void *object, __u32 type) __ksym __weak;

/* A constant to the verifier: what is not for this kernel is not there. */
#define CAN_CAST (LINUX_KERNEL_VERSION >= LINUX_6_2)
#define CAST(type, pointer) ((type *)bpf_rdonly_cast((void *)(pointer), bpf_core_type_id_kernel(type)))

/* A field of what is anywhere in the kernel's memory, 0 where nothing is. */
#define GET(pointer, field)                                                                                            \
	({                                                                                                             \
		typeof(pointer) _pointer = (pointer);                                                                  \
		CAN_CAST ? CAST(typeof(*_pointer), _pointer)->field : BPF_CORE_READ(_pointer, field);                  \
	})

static __always_inline struct task_struct *plain(struct task_struct *task)
{
	return CAN_CAST ? CAST(struct task_struct, task) : task;
}

static __always_inline struct task_struct *current_task(void)
{
	return plain(bpf_get_current_task_btf());
}

#endif
