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

/* What writes to a socket tells is another matter: those go on with the program of this place. */
enum { WRITE_TO_SOCKET = 0, WRITEV_TO_SOCKET = 1 };

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} socket_writers SEC(".maps");

static __always_inline bool is_socket(struct file *file)
{
	return (GET(GET(file, f_inode), i_mode) & S_IFMT) == S_IFSOCK;
}

/* write, pwrite64, sendfile: the first argument. */
SYSCALL(on_write)
{
	__u32 fd = argument(regs, 0);
	struct file *file = ret > 0 ? current_file(task, fd) : NULL;

	if (!file)
		return 0;
	if (is_socket(file))
		bpf_tail_call(context, &socket_writers, WRITE_TO_SOCKET);
	else
		wrote(task, fd, file, ret, false);
	return 0;
}

/* writev, pwritev, pwritev2. */
SYSCALL(on_writev)
{
	__u32 fd = argument(regs, 0);
	struct file *file = ret > 0 ? current_file(task, fd) : NULL;

	if (!file)
		return 0;
	if (is_socket(file))
		bpf_tail_call(context, &socket_writers, WRITEV_TO_SOCKET);
	else
		wrote(task, fd, file, ret, false);
	return 0;
}

/* splice, copy_file_range: the third. */
SYSCALL(on_splice)
{
	__u32 fd = argument(regs, 2);
	struct file *file = ret > 0 ? current_file(task, fd) : NULL;

	if (file)
		wrote(task, fd, file, ret, false);
	return 0;
}

SYSCALL(on_close)
{
	/* Also where close(2) reports what went wrong with the file. */
	if (ret != -EBADF)
		closed(task, argument(regs, 0));
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
	struct task_struct *task = current_task();
	__u64 files = (__u64)task->files;

	if (!files || task->signal->live.counter != 0)
		return 0;
	close_all(task, 0, FDS_MAX);
	bpf_map_delete_elem(&writers, &files);
	return 0;
}
