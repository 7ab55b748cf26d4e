/* Cases of io_uring, by its system calls: requests in memory that the kernel works off. */
#include <linux/io_uring.h>
#include <linux/openat2.h>
#include <sys/mman.h>
#include "files.h"

static struct {
	int fd;
	struct io_uring_params params;
	char *submissions;
	char *completions;
	struct io_uring_sqe *entries;
} ring;

static void *map_ring(size_t size, off_t offset)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring.fd, offset);

	MUST(at == MAP_FAILED ? -1 : 0);
	return at;
}

static void set_up(void)
{
	struct io_uring_params *params = &ring.params;

	ring.fd = (int)syscall(SYS_io_uring_setup, 4, params);
	if (ring.fd < 0 && (errno == ENOSYS || errno == EPERM))
		skip("no io_uring here: %s", strerror(errno));
	MUST(ring.fd);
	ring.submissions = map_ring(params->sq_off.array + params->sq_entries * 4, IORING_OFF_SQ_RING);
	ring.completions =
		map_ring(params->cq_off.cqes + params->cq_entries * sizeof(struct io_uring_cqe), IORING_OFF_CQ_RING);
	ring.entries = map_ring(params->sq_entries * sizeof(struct io_uring_sqe), IORING_OFF_SQES);
}

/* One request, and its result. */
static int request(struct io_uring_sqe *entry)
{
	uint32_t *tail = (uint32_t *)(ring.submissions + ring.params.sq_off.tail);
	uint32_t mask = *(uint32_t *)(ring.submissions + ring.params.sq_off.ring_mask);
	uint32_t *done = (uint32_t *)(ring.completions + ring.params.cq_off.head);
	uint32_t done_mask = *(uint32_t *)(ring.completions + ring.params.cq_off.ring_mask);
	struct io_uring_cqe *results = (struct io_uring_cqe *)(ring.completions + ring.params.cq_off.cqes);
	int result;

	ring.entries[*tail & mask] = *entry;
	((uint32_t *)(ring.submissions + ring.params.sq_off.array))[*tail & mask] = *tail & mask;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	MUST(syscall(SYS_io_uring_enter, ring.fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0));
	result = results[*done & done_mask].res;
	__atomic_store_n(done, *done + 1, __ATOMIC_RELEASE);
	if (result < 0)
		broken("request %d: %s", entry->opcode, strerror(-result));
	return result;
}

static int open_by_ring(const char *path, int flags)
{
	struct io_uring_sqe entry = { .opcode = IORING_OP_OPENAT,
				      .fd = AT_FDCWD,
				      .addr = (uintptr_t)path,
				      .len = 0640,
				      .open_flags = (uint32_t)flags };

	return request(&entry);
}

static void write_by_ring(int fd, const char *bytes)
{
	struct io_uring_sqe entry = { .opcode = IORING_OP_WRITE,
				      .fd = fd,
				      .addr = (uintptr_t)bytes,
				      .len = (uint32_t)strlen(bytes),
				      .off = (uint64_t)-1 };

	if (request(&entry) != (int)strlen(bytes))
		broken("wrote less");
}

static void uring_open(void)
{
	struct open_how how = { .flags = O_RDWR | O_APPEND };
	struct io_uring_sqe entry = { .opcode = IORING_OP_OPENAT2,
				      .fd = AT_FDCWD,
				      .addr = (uintptr_t) "file",
				      .len = sizeof(how),
				      .off = (uintptr_t)&how };
	int fd;

	umask(0);
	set_up();
	fd = open_by_ring("file", O_WRONLY | O_CREAT);
	expect("open",
	       "{'path':%s,'given_path':'','flags':{'$contains':'creat'},'mode':'0100640',%s,'count':1,'created':true,"
	       "'io_uring':true,'errno':0}",
	       text(in_folder("file")), facts_of(fd));
	request(&entry);
	expect("open", "{'path':%s,'flags':{'$contains':'append'},'created':false,'io_uring':true,'errno':0}",
	       text(in_folder("file")));
}

static void uring_write(void)
{
	struct io_uring_sqe entry = { .opcode = IORING_OP_CLOSE };
	const char *facts;
	int fd;

	set_up();
	fd = (int)MUST(open("file", O_WRONLY | O_CREAT, 0644));
	facts = facts_of(fd);
	write_by_ring(fd, "12345");
	write_by_ring(fd, "678");
	expect("write", "{'path':%s,%s,'bytes':5,'fd':%d,'io_uring':true}", text(in_folder("file")), facts, fd);
	entry.fd = fd;
	request(&entry);
	expect("close_write", "{'path':%s,%s,'bytes':8,'fd':%d,'io_uring':true}", text(in_folder("file")), facts, fd);
}

const struct scenario_case uring_cases[] = {
	{ "uring_open", uring_open },
	{ "uring_write", uring_write },
	{ NULL, NULL },
};
