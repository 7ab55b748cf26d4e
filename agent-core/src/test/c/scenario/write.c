/* Cases of write and close_write. */
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include "files.h"

static int made(const char *name)
{
	return (int)MUST(open(name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
}

/* Of a file that has this name. */
static void expect_write(const char *name, int fd, long bytes)
{
	expect("write", "{'path':%s,%s,'bytes':%ld,'fd':%d,'io_uring':false}", text(in_folder(name)), facts_of(fd),
	       bytes, fd);
}

static void expect_written(const char *name, const char *facts, int fd, long bytes)
{
	expect("close_write", "{'path':%s,%s,'bytes':%ld,'fd':%d,'io_uring':false}", text(in_folder(name)), facts,
	       bytes, fd);
}

static void write_and_close(void)
{
	struct iovec parts[2] = { { "12", 2 }, { "345", 3 } };
	const char *facts;
	int fd = made("file");

	facts = facts_of(fd);
	MUST(write(fd, "1234567", 7));
	expect_write("file", fd, 7);
	MUST(pwrite(fd, "12", 2, 100));
	MUST(writev(fd, parts, 2));
	MUST(pwritev(fd, parts, 2, 200));
	MUST(close(fd));
	expect_written("file", facts, fd, 19);
	/* Once each time that it is open. */
	fd = (int)MUST(open("file", O_WRONLY));
	MUST(writev(fd, parts, 2));
	expect_write("file", fd, 5);
	MUST(close(fd));
	expect_written("file", facts, fd, 5);
	fd = (int)MUST(open("file", O_RDWR));
	MUST(close(fd));
	never();
	expect("close_write", "{'bytes':0}");
}

static void write_to_no_file(void)
{
	int ends[2];

	MUST(pipe(ends));
	MUST(write(ends[1], "text", 4));
	close(ends[1]);
	never();
	expect("write", "{'fd':%d}", ends[1]);
	never();
	expect("close_write", "{'fd':%d}", ends[1]);
}

static void copies(void)
{
	int from = made("from"), to, ends[2];
	const char *facts;

	MUST(write(from, "0123456789", 10));
	to = made("sent");
	facts = facts_of(to);
	MUST(lseek(from, 0, SEEK_SET));
	MUST(sendfile(to, from, NULL, 10));
	expect_write("sent", to, 10);
	MUST(close(to));
	expect_written("sent", facts, to, 10);
	to = made("copied");
	facts = facts_of(to);
	MUST(lseek(from, 0, SEEK_SET));
	MUST(copy_file_range(from, NULL, to, NULL, 6, 0));
	expect_write("copied", to, 6);
	MUST(close(to));
	expect_written("copied", facts, to, 6);
	MUST(pipe(ends));
	MUST(write(ends[1], "abc", 3));
	to = made("spliced");
	facts = facts_of(to);
	MUST(splice(ends[0], NULL, to, NULL, 3, 0));
	expect_write("spliced", to, 3);
	MUST(close(to));
	expect_written("spliced", facts, to, 3);
}

static void write_and_exit(void *context)
{
	int fd = made(context);

	MUST(write(fd, "by exit", 7));
	expect_write(context, fd, 7);
	expect_written(context, facts_of(fd), fd, 7);
}

/* No close(2) says that these are closed. */
static void close_in_other_ways(void)
{
	const char *facts;
	int fd;

	if (wait_for(child(write_and_exit, "by exit")) != 0)
		broken("the child did not end well");
	fd = made("over");
	facts = facts_of(fd);
	MUST(write(fd, "12", 2));
	MUST(dup2(0, fd));
	expect_written("over", facts, fd, 2);
	fd = made("range");
	facts = facts_of(fd);
	MUST(write(fd, "123", 3));
	MUST(syscall(SYS_close_range, fd, fd + 10, 0));
	expect_written("range", facts, fd, 3);
}

static void write_to_deleted(void)
{
	const char *facts;
	int fd = made("deleted");

	facts = facts_of(fd);
	MUST(unlink("deleted"));
	MUST(write(fd, "1", 1));
	expect_write("deleted", fd, 1);
	MUST(close(fd));
	expect_written("deleted", facts, fd, 1);
}

static void write_in_memory(void)
{
	int fd = (int)MUST(memfd_create("written", MFD_CLOEXEC));

	MUST(write(fd, "1234", 4));
	expect("write", "{'path':'memfd:written','bytes':4,'fd':%d}", fd);
	MUST(close(fd));
	expect("close_write", "{'path':'memfd:written','bytes':4,'fd':%d}", fd);
}

const struct scenario_case write_cases[] = {
	{ "write_and_close", write_and_close },
	{ "write_to_no_file", write_to_no_file },
	{ "copies", copies },
	{ "close_in_other_ways", close_in_other_ways },
	{ "write_to_deleted", write_to_deleted },
	{ "write_in_memory", write_in_memory },
	{ NULL, NULL },
};
