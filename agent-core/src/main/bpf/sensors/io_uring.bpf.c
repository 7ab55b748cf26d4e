// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Opens and writes that no system call of their own does: a process hands them to the kernel through shared memory.
 *
 * A request that completes has its result, and runs in its own process or in a worker that is a thread of it. Which
 * strings it was given is gone by then, and what it did to names can't be told. A request whose completion nobody wants
 * to hear of (IOSQE_CQE_SKIP_SUCCESS) passes here unseen.
 */
#include "io_uring.h"
#include "opened.h"
#include "written.h"

#define RING_FDS_MAX 4096
#define NO_FD (~0ull)

struct uring_key {
	__u64 files;
	__u64 file;
};

/* Through which descriptor a file is reached: a request that has completed does not know it any more. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct uring_key);
	__type(value, __u64);
} uring_fds SEC(".maps");

struct search {
	struct task_struct *task;
	__u64 file;
	__u64 fd;
};

static long look_at_fd(__u64 step, void *context)
{
	struct search *search = context;

	if ((__u64)current_file(search->task, step) != search->file)
		return 0;
	search->fd = step;
	return 1;
}

/* NO_FD for a file that was registered and has none. */
static __always_inline __u64 fd_of(struct task_struct *task, struct file *file)
{
	struct uring_key key = { .files = (__u64)task->files, .file = (__u64)file };
	struct search search = { .task = task, .file = (__u64)file, .fd = NO_FD };
	__u64 *known = bpf_map_lookup_elem(&uring_fds, &key);

	if (known && *known != NO_FD && current_file(task, *known) == file)
		return *known;
	bpf_loop(RING_FDS_MAX, look_at_fd, &search, 0);
	bpf_map_update_elem(&uring_fds, &key, &search.fd, BPF_ANY);
	return search.fd;
}

static __always_inline void uring_opened(struct task_struct *task, struct io_kiocb *request, __s32 fd)
{
	struct opening opening = { .task = task, .directory = AT_FDCWD, .io_uring = true };
	struct io_open *open = (void *)request;

	opening.flags = GET(open, how.flags);
	if (fd < 0 || GET(open, file_slot))
		return;
	opening.file = current_file(task, fd);
	if (opening.file)
		tell_open(&opening);
}

SEC("tp_btf/io_uring_complete")
int on_io_uring(__u64 *context)
{
	struct io_kiocb *request = (struct io_kiocb *)context[1];
	struct task_struct *task = current_task();
	struct file *file;
	__s32 result;

	if (!request || !task->files)
		return 0;
	result = GET(request, cqe.res);
	switch (GET(request, opcode)) {
	case IORING_OP_OPENAT:
	case IORING_OP_OPENAT2:
		uring_opened(task, request, result);
		break;
	case IORING_OP_WRITE:
	case IORING_OP_WRITEV:
	case IORING_OP_WRITE_FIXED:
		file = GET(request, file);
		if (result > 0 && file)
			wrote(task, fd_of(task, file), file, result, true);
		break;
	case IORING_OP_CLOSE:
		/* A registered file has a slot and no descriptor. */
		if (result == 0 && !GET((struct io_close *)request, file_slot))
			closed(task, GET((struct io_close *)request, fd));
		break;
	}
	return 0;
}
