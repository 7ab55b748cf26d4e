// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A process tried to exec and could not.
 *
 * Only the end of the system call knows the error. Shells that search PATH fail often and honestly.
 */
#include "syscall.h"
#include "tail.h"

/* As many one-letter args as fit, each with its NUL. */
#define ARG_STEPS (VEDETTE_ARGS_MAX / 2)

/*
 * One piece of one arg. copy->next is where the next pointer to an arg is, copy->from what is left of the arg that is
 * being read, or 0, copy->left the size of a pointer. Beyond what the record keeps, args are still read, to know how
 * long they are together.
 */
static long copy_arg(__u64 step, void *context)
{
	struct scratch *scratch = ((struct loop *)context)->scratch;
	struct copy *copy = &scratch->copy;
	__u64 arg = copy->from;
	__u32 total = copy->total;
	long len;

	if (!arg) {
		__u32 size = at_most(copy->left, sizeof(arg));

		if (bpf_probe_read_user(&arg, size, (void *)copy->next))
			return 1;
		copy->next += size;
	}
	if (!arg) {
		copy->done = 1;
		return 1;
	}
	if (total < VEDETTE_ARGS_MAX) {
		__u32 at = at_most(copy->at + total,
				   sizeof(struct vedette_exec_failed) + VEDETTE_PATH_MAX + VEDETTE_ARGS_MAX);

		len = bpf_probe_read_user_str(scratch->record + at, CHUNK, (void *)arg);
	} else {
		len = bpf_probe_read_user_str(scratch->path, CHUNK, (void *)arg);
	}
	if (len < 0)
		return 1;
	/* Kernels before 6.13 leave the NUL of an empty string out of its length. */
	if (len == 0)
		len = 1;
	/* A full chunk ends in a NUL that the arg does not have there: it goes on with that byte. */
	if (len == CHUNK) {
		copy->total = total + CHUNK - 1;
		copy->from = arg + CHUNK - 1;
	} else {
		copy->total = total + len;
		copy->from = 0;
	}
	return 0;
}

static __always_inline __u32 append_argv(struct scratch *scratch, __u64 argv, __u32 size)
{
	struct vedette_exec_failed *record = (void *)scratch->record;
	struct loop loop = { .scratch = scratch };
	struct copy *copy = &scratch->copy;
	__u32 len;

	copy->from = 0;
	copy->next = argv;
	copy->at = size;
	copy->total = 0;
	copy->left = is_32_bit_call() ? sizeof(__u32) : sizeof(__u64);
	copy->done = !argv;
	if (argv)
		bpf_loop(ARG_STEPS, copy_arg, &loop, 0);
	len = at_most(copy->total, VEDETTE_ARGS_MAX);
	record->args_total = copy->total;
	record->args_len = len;
	if (!copy->done && copy->total == 0)
		record->header.incomplete |= VEDETTE_ARGS_UNKNOWN;
	else if (!copy->done || copy->total > len)
		record->header.incomplete |= VEDETTE_ARGS_CUT;
	return size + len;
}

static __always_inline __u32 build_exec_failed(struct event *event, __u64 path, __u64 argv, __u32 error)
{
	struct vedette_exec_failed *record = (void *)event->scratch->record;

	record->error = error;
	record->path_len = append_user_string(event, path);
	return append_argv(event->scratch, argv, event->size);
}

/* @path: number of the argument with the path; args follow it. */
static __always_inline int exec_failed(struct task_struct *task, struct pt_regs *regs, long ret, const int path)
{
	struct event event = {};

	if (ret >= 0)
		return 0;
	if (!begin_event(&event, task, VEDETTE_KIND_EXEC_FAILED, sizeof(struct vedette_exec_failed)))
		return 0;
	event.size = build_exec_failed(&event, argument(regs, path), argument(regs, path + 1), -ret);
	end_event(&event, &process_ring);
	return 0;
}

SYSCALL(on_execve)
{
	return exec_failed(task, regs, ret, 0);
}

SYSCALL(on_execveat)
{
	return exec_failed(task, regs, ret, 1);
}
