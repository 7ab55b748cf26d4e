/* Cases of memory that can be executed, of files in memory, and of faults that a process handles itself. */
#include <sys/mman.h>
#include "files.h"

#define PAGE 4096ul
#define RX (PROT_READ | PROT_EXEC)
#define RWX (PROT_READ | PROT_WRITE | PROT_EXEC)

/* All that an event tells of a file. */
static const char *all_facts_of(int fd)
{
	struct stat stat;
	char *json;

	MUST(fstat(fd, &stat));
	MUST(asprintf(&json, "%s,\"size\":%lu,\"change_time\":%s", facts_of(fd), (unsigned long)stat.st_size,
		      change_time_of(fd)));
	return json;
}

static unsigned long map(int fd, size_t size, int protection, int flags)
{
	void *at = mmap(NULL, size, protection, flags, fd, 0);

	return (unsigned long)MUST(at == MAP_FAILED ? -1 : (long)at);
}

/* On a file system in memory, whose numbers stat tells as the kernel has them. */
static int new_library(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/tmp/%s", name);
	copy_self(path, 0755);
	return (int)MUST(open(path, O_RDONLY));
}

static void mmap_library(void)
{
	int fd = new_library("mmap_library");
	unsigned long at = map(fd, 3 * PAGE, RX, MAP_PRIVATE);

	process("{'exec_id':{'$is':'writer'}}");
	expect("mmap_exec",
	       "{'path':'/tmp/"
	       "mmap_library','protection':['read','exec'],'flags':['private'],'"
	       "address':%lu,'length':12288,"
	       "%s,'deleted':false,'writer':{'exec_id':{'$is':'writer'},'host_pid':{'"
	       "$min':1},'time':{'$any':true}}}",
	       at, all_facts_of(fd));
	at = map(fd, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_POPULATE);
	expect("mmap_exec",
	       "{'path':'/tmp/"
	       "mmap_library','flags':['shared','populate'],'address':%lu,'length':"
	       "4096}",
	       at);
	at = map(fd, PAGE, PROT_READ, MAP_PRIVATE);
	never();
	expect("mmap_exec", "{'address':%lu}", at);
}

static void mmap_deleted(void)
{
	int fd = new_library("mmap_deleted");
	unsigned long at;

	MUST(unlink("/tmp/mmap_deleted"));
	at = map(fd, PAGE, RX, MAP_PRIVATE);
	expect("mmap_exec", "{'path':'/tmp/mmap_deleted','address':%lu,'deleted':true,%s}", at, all_facts_of(fd));
}

static void mmap_memfd(void)
{
	unsigned long at = map(copy_to_memory("library"), PAGE, RX, MAP_PRIVATE);

	expect("mmap_exec", "{'path':'memfd:library','address':%lu,'length':4096}", at);
}

static void mmap_anonymous(void)
{
	unsigned long at = map(-1, PAGE, RWX, MAP_PRIVATE | MAP_ANONYMOUS);

	expect("mmap_exec",
	       "{'path':'','protection':['read','write','exec'],'flags':['private','"
	       "anonymous'],'address':%lu,"
	       "'length':4096,'inode':0,'device':0,'size':0,'change_time':null,'"
	       "writer':{'$absent':true}}",
	       at);
}

/* A child writes, the parent runs: the writer is another process. */
static void write_program(void *context)
{
	copy_self(context, 0755);
}

static void exec_with_writer(void)
{
	pid_t writer = child(write_program, "made"), pid;

	wait_for(writer);
	/* Another name is the same file. */
	MUST(rename("made", "renamed"));
	pid = (pid_t)MUST(fork());
	if (pid == 0) {
		execve("./renamed", ARGS("renamed", EXIT(0)), NULL);
		_exit(127);
	}
	wait_for(pid);
	expect("fork", "{'child_pid':%d,'child_exec_id':{'$is':'writer'}}", writer);
	of(pid);
	process("{'binary':%s}", text(in_folder("renamed")));
	expect("exec", "{'writer':{'exec_id':{'$is':'writer'},'host_pid':{'$min':1},'"
		       "time':{'$any':true}}}");
}

static void expect_mprotect(unsigned long at, int protection, const char *names, const char *region, const char *path)
{
	int error = mprotect((void *)at, PAGE, protection) == 0 ? 0 : errno;

	expect("mprotect",
	       "{'address':%lu,'length':4096,'protection':%s,'region':'%s','path':%s,"
	       "'errno':%d}",
	       at, names, region, text(path), error);
}

static void mprotect_regions(void)
{
	char on_stack[2 * PAGE];
	unsigned long heap;
	int fd = new_library("mprotect");

	memset(on_stack, 1, sizeof(on_stack));
	heap = ((unsigned long)sbrk(4 * PAGE) + PAGE - 1) & ~(PAGE - 1);
	expect_mprotect(map(-1, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS), RX, "[\"read\",\"exec\"]",
			"anonymous", "");
	expect_mprotect(map(fd, PAGE, PROT_READ, MAP_PRIVATE), RX, "[\"read\",\"exec\"]", "file", "/tmp/mprotect");
	expect_mprotect(heap, RWX, "[\"read\",\"write\",\"exec\"]", "heap", "");
	expect_mprotect(((unsigned long)on_stack + PAGE - 1) & ~(PAGE - 1), RWX, "[\"read\",\"write\",\"exec\"]",
			"stack", "");
}

static void mprotect_fails(void)
{
	unsigned long at = map(-1, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS), inaccessible;

	MUST(munmap((void *)at, PAGE));
	if (mprotect((void *)at, PAGE, RX) == 0 || errno != ENOMEM)
		broken("there is memory at %#lx", at);
	expect("mprotect",
	       "{'address':%lu,'length':4096,'protection':['read','exec'],'region':'"
	       "unspecified','path':'','errno':12,"
	       "'error':'ENOMEM'}",
	       at);
	inaccessible = map(-1, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS);
	MUST(mprotect((void *)inaccessible, PAGE, PROT_READ | PROT_WRITE));
	never();
	expect("mprotect", "{'protection':['read','write']}");
}

static void mprotect_with_key(void)
{
	unsigned long at = map(-1, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS);

	MUST(syscall(SYS_pkey_mprotect, at, PAGE, RX, -1));
	expect("mprotect",
	       "{'address':%lu,'length':4096,'protection':['read','exec'],'region':'"
	       "anonymous','errno':0}",
	       at);
}

static void memfd_created(void)
{
	int fd = (int)MUST(memfd_create("name \xff", MFD_CLOEXEC | MFD_ALLOW_SEALING));

	expect("memfd_create", "{'name':%s,'flags':['cloexec','allow_sealing'],'fd':%d}", text("name \xff"), fd);
	fd = (int)MUST(memfd_create("", 0));
	expect("memfd_create", "{'name':'','flags':[],'fd':%d}", fd);
}

static void userfaultfd(void)
{
	int error = syscall(SYS_userfaultfd, O_CLOEXEC | 1) >= 0 ? 0 : errno;

	expect("userfaultfd", "{'flags':['user_mode_only','cloexec'],'errno':%d}", error);
	error = syscall(SYS_userfaultfd, 0x100) >= 0 ? 0 : errno;
	if (!error)
		broken("flags that do not exist");
	expect("userfaultfd", "{'flags':['0x100'],'errno':%d}", error);
}

const struct scenario_case memory_cases[] = {
	{ "mmap_library", mmap_library },
	{ "mmap_deleted", mmap_deleted },
	{ "mmap_memfd", mmap_memfd },
	{ "mmap_anonymous", mmap_anonymous },
	{ "exec_with_writer", exec_with_writer },
	{ "mprotect_regions", mprotect_regions },
	{ "mprotect_fails", mprotect_fails },
	{ "mprotect_with_key", mprotect_with_key },
	{ "memfd_created", memfd_created },
	{ "userfaultfd", userfaultfd },
	{ NULL, NULL },
};
