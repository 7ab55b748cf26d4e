// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Regular files that are written to: the first write through a descriptor, and the close after it with how much it was
 * in all.
 *
 * The end of the system call knows how many bytes were taken. Pages that are changed through a mapping pass no hook.
 */
#include "dns_sent.h"
#include "dup.h"
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

/* pwrite64, pwritev, pwritev2, sendfile: the first argument. */
SYSCALL(on_write_at)
{
	return wrote_to(task, ret, argument(regs, 0));
}

/* What goes to a socket may be DNS. */
SYSCALL(on_write)
{
	__u32 fd = argument(regs, 0);

	if (ret > 0)
		dns_sent(current_file(task, fd), argument(regs, 1), argument(regs, 2), false, ret);
	return wrote_to(task, ret, fd);
}

SYSCALL(on_writev)
{
	__u32 fd = argument(regs, 0);

	if (ret > 0)
		dns_sent(current_file(task, fd), argument(regs, 1), argument(regs, 2), true, ret);
	return wrote_to(task, ret, fd);
}

/* splice, copy_file_range: the third. */
SYSCALL(on_splice)
{
	return wrote_to(task, ret, argument(regs, 2));
}

/* A descriptor that is closed even when close(2) reports what went wrong with the file. */
static __always_inline void closed(struct task_struct *task, __u32 fd)
{
	struct written_key key = { .files = (__u64)task->files, .fd = fd };
	struct written *state = bpf_map_lookup_elem(&written_files, &key);

	if (state)
		tell_close(task, &key, state);
}

SYSCALL(on_close)
{
	if (ret != -EBADF)
		closed(task, argument(regs, 0));
	return 0;
}

/* dup2, dup3: what the second argument was is closed without a word. */
SYSCALL(on_dup_over)
{
	__u32 fd = argument(regs, 0);

	if (ret >= 0 && fd != ret)
		closed(task, ret);
	return tell_dup(task, fd, ret);
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
