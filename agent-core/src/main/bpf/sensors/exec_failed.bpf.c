// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A process tried to exec and could not.
 *
 * Only the end of the system call knows the error. The tracepoints of the two calls cost nothing for other calls, which
 * a hook on all system calls would. What the caller asked for is still in its registers and memory; that can be changed
 * by another thread, so it is what was asked for last, not proof. Shells that search PATH fail often and honestly.
 */
#include "cgroup.h"
#include "output.h"

/* As many one-letter args as fit, each with its NUL. */
#define ARG_STEPS (VEDETTE_ARGS_MAX / 2)

/*
 * One piece of one arg. copy->next is where the next pointer to an arg is, copy->from what is left of the arg that is
 * being read, or 0. Beyond what the record keeps, args are still read, to know how long they are together.
 */
static long copy_arg(__u64 step, void *context)
{
	struct scratch *scratch = ((struct loop *)context)->scratch;
	struct copy *copy = &scratch->copy;
	__u64 arg = copy->from;
	__u32 total = copy->total;
	long len;

	if (!arg) {
		if (bpf_probe_read_user(&arg, sizeof(arg), (void *)copy->next))
			return 1;
		copy->next += sizeof(arg);
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

static __always_inline __u32 build_exec_failed(struct scratch *scratch, struct task_struct *task, __u64 path,
					       __u64 argv, __u32 error)
{
	struct vedette_exec_failed *record = (void *)scratch->record;
	__u32 size = sizeof(*record);
	long len;

	fill_header(&record->header, task, VEDETTE_KIND_EXEC_FAILED, 0);
	record->error = error;
	record->path_len = 0;
	record->pad = 0;
	len = bpf_probe_read_user_str(scratch->record + size, VEDETTE_PATH_MAX + 1, (void *)path);
	if (len > 0) {
		len--;
		if (len == VEDETTE_PATH_MAX)
			record->header.incomplete |= VEDETTE_PATH_CUT;
		record->path_len = len;
		size += len;
	}
	size = append_argv(scratch, argv, size);
	record->header.size = size;
	return size;
}

static __always_inline __u64 syscall_argument(struct pt_regs *regs, int number)
{
	struct pt_regs___arm64 *arm = (void *)regs;
	struct pt_regs___x86 *x86 = (void *)regs;

	if (bpf_core_field_exists(x86->di))
		return number == 0 ? x86->di : number == 1 ? x86->si : x86->dx;
	return number == 0 ? arm->orig_x0 : arm->user_regs.regs[number];
}

/* @path: number of the argument with the path; args follow it. */
static __always_inline int exec_failed(struct trace_event_raw_sys_exit *call, int path)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct scratch *scratch;
	struct pt_regs *regs;
	__u64 cgroup;
	bool lost;
	__u32 size;
	long ret = call->ret;

	if (ret >= 0 || is_own(task->tgid))
		return 0;
	cgroup = cgroup_id(task);
	scratch = take_scratch();
	if (!scratch) {
		count(cgroup, VEDETTE_KIND_EXEC_FAILED, true);
		return 0;
	}
	lost = !announce_with(scratch, task);
	if (!lost) {
		regs = (struct pt_regs *)bpf_task_pt_regs(task);
		size = build_exec_failed(scratch, task, syscall_argument(regs, path), syscall_argument(regs, path + 1),
					 -ret);
		size = at_most(size, SCRATCH_RECORD);
		lost = bpf_ringbuf_output(&process_ring, scratch->record, size, BPF_RB_NO_WAKEUP) != 0;
	}
	give_scratch(scratch);
	finish(cgroup, VEDETTE_KIND_EXEC_FAILED, lost);
	return 0;
}

SEC("tp/syscalls/sys_exit_execve")
int on_execve_failed(struct trace_event_raw_sys_exit *call)
{
	return exec_failed(call, 0);
}

SEC("tp/syscalls/sys_exit_execveat")
int on_execveat_failed(struct trace_event_raw_sys_exit *call)
{
	return exec_failed(call, 1);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
