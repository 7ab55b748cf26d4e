/*
 * Opens, writes and closes a file through io_uring, with system calls only.
 *
 *   uring FILE
 *
 * FILE is made, 5 and then 7 bytes are written to it, and it is closed.
 */
#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static int ring;
static char *rings;
static struct io_uring_sqe *entries;
static struct io_uring_params params;

static unsigned *at(unsigned offset)
{
	return (unsigned *)(rings + offset);
}

static int run(const struct io_uring_sqe *entry)
{
	unsigned tail = *at(params.sq_off.tail);
	unsigned slot = tail & *at(params.sq_off.ring_mask);
	unsigned head = *at(params.cq_off.head);
	struct io_uring_cqe *done = (void *)(rings + params.cq_off.cqes);
	int result;

	entries[slot] = *entry;
	at(params.sq_off.array)[slot] = slot;
	__atomic_store_n(at(params.sq_off.tail), tail + 1, __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) < 0)
		return -1;
	result = done[head & *at(params.cq_off.ring_mask)].res;
	__atomic_store_n(at(params.cq_off.head), head + 1, __ATOMIC_RELEASE);
	return result;
}

int main(int argc, char **argv)
{
	struct io_uring_sqe open = { .opcode = IORING_OP_OPENAT, .fd = AT_FDCWD, .len = 0640 };
	struct io_uring_sqe write = { .opcode = IORING_OP_WRITE, .addr = (uintptr_t) "1234567", .len = 5 };
	struct io_uring_sqe close = { .opcode = IORING_OP_CLOSE };
	size_t bytes;

	if (argc != 2)
		return 2;
	ring = syscall(SYS_io_uring_setup, 4, &params);
	if (ring < 0)
		return 3;
	bytes = params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe);
	if (params.sq_off.array + params.sq_entries * sizeof(unsigned) > bytes)
		bytes = params.sq_off.array + params.sq_entries * sizeof(unsigned);
	rings = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, ring, IORING_OFF_SQ_RING);
	entries = mmap(NULL, params.sq_entries * sizeof(*entries), PROT_READ | PROT_WRITE, MAP_SHARED, ring,
		       IORING_OFF_SQES);
	if (rings == MAP_FAILED || entries == MAP_FAILED)
		return 4;
	open.addr = (uintptr_t)argv[1];
	open.open_flags = O_CREAT | O_WRONLY;
	write.fd = close.fd = run(&open);
	if (write.fd < 0 || run(&write) != 5)
		return 5;
	write.len = 7;
	write.off = 5;
	if (run(&write) != 7 || run(&close) != 0)
		return 6;
	return 0;
}
