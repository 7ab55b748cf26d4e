// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Regular files that are written to: the first write through a descriptor, and the close after it with how much it was
 * in all.
 *
 * The end of the system call knows how many bytes were taken. Pages that are changed through a mapping pass no hook.
 */
#include "syscall.h"
#include "written.h"

#define CLOSE_RANGE_UNSHARE 2
#define CLOSE_RANGE_CLOEXEC 4
/* Descriptors that are looked at in one go. */
#define FDS_MAX 65536

static __always_inline int wrote_to(struct task_struct *task, long ret, __u32 fd)
{
	struct file *file;

	if (ret <= 0)
		return 0;
	file = current_file(task, fd);
	if (file)
		wrote(task, fd, file, ret, false);
	return 0;
}

/* write, writev, pwrite64, pwritev, pwritev2, sendfile: the first argument. */
SYSCALL(on_write)
{
	return wrote_to(task, ret, argument(regs, 0));
}

/* splice, copy_file_range: the third. */
SYSCALL(on_splice)
{
	return wrote_to(task, ret, argument(regs, 2));
}

SYSCALL(on_close)
{
	/* Also where close(2) reports what went wrong with the file. */
	if (ret != -EBADF)
		closed(task, argument(regs, 0));
	return 0;
}

/* dup2, dup3: what the second argument was is closed without a word. */
SYSCALL(on_dup_over)
{
	if (ret >= 0 && (long)argument(regs, 0) != ret)
		closed(task, ret);
	return 0;
}

struct closing {
	struct task_struct *task;
	__u64 files;
	__u32 first;
};

static long close_one(__u64 step, void *context)
{
	struct closing *closing = context;

	closed(closing->task, closing->first + step);
	return 0;
}

static __always_inline void close_all(struct task_struct *task, __u32 first, __u32 last)
{
	struct closing closing = { .task = task, .first = first };
	struct fdtable *table = task->files->fdt;
	__u32 end = table ? table->max_fds : 0;

	if (last < end)
		end = last + 1;
	if (first < end && has_written((__u64)task->files))
		bpf_loop(at_most(end - first, FDS_MAX), close_one, &closing, 0);
}

/* With CLOSE_RANGE_UNSHARE the others go on with the table that the descriptors are known in: nothing to tell. */
SYSCALL(on_close_range)
{
	if (ret == 0 && !(argument(regs, 2) & (CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC)))
		close_all(task, argument(regs, 0), argument(regs, 1));
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(on_exit_written, struct task_struct *exiting)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__u64 files = (__u64)task->files;

	if (!files || task->signal->live.counter != 0)
		return 0;
	close_all(task, 0, FDS_MAX);
	bpf_map_delete_elem(&writers, &files);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
