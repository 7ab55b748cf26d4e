/* Cases of processes that reach into others: tracing, memory, descriptors, signals. */
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include "scenario.h"

#define NOBODY 65534

static char mark[16] = "to be found";

static void wait_to_be_killed(void *context)
{
	(void)context;
	for (;;)
		pause();
}

static void end(pid_t pid)
{
	MUST(kill(pid, SIGKILL));
	wait_for(pid);
}

/* JSON of a process that runs this program; by its name it is the same in all lines. */
static const char *target_of(pid_t pid)
{
	char *json;

	MUST(asprintf(&json,
		      "{\"exec_id\":{\"$is\":\"%d\"},\"pid\":%d,\"host_pid\":{\"$"
		      "min\":1},\"binary\":%s}",
		      pid, pid, text(self)));
	return json;
}

static void expect_child(pid_t pid)
{
	expect("fork", "{'child_pid':%d,'child_exec_id':{'$is':'%d'}}", pid, pid);
}

static void be_traced(void *context)
{
	(void)context;
	MUST(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static void ptrace_traceme(void)
{
	pid_t pid = child(be_traced, NULL);

	wait_for(pid);
	of(pid);
	process("{'parent_exec_id':{'$is':'tracer'}}");
	expect("ptrace",
	       "{'request':'traceme','target':{'exec_id':{'$is':'tracer'},'binary':%"
	       "s},'errno':0}",
	       text(self));
}

static void ptrace_attach(void)
{
	pid_t pid = child(wait_to_be_killed, NULL);
	struct user_regs_struct registers;
	const char *target = target_of(pid);
	struct iovec to = { &registers, sizeof(registers) };

	expect_child(pid);
	MUST(ptrace(PTRACE_ATTACH, pid, NULL, NULL));
	if (!WIFSTOPPED(wait_for(pid)))
		broken("it did not stop");
	MUST(ptrace(PTRACE_POKEDATA, pid, mark, 0x21));
	MUST(ptrace(PTRACE_GETREGSET, pid, 1, &to));
	MUST(ptrace(PTRACE_SETREGSET, pid, 1, &to));
	MUST(ptrace(PTRACE_DETACH, pid, NULL, NULL));
	expect("ptrace", "{'request':'attach','target':%s,'errno':0}", target);
	expect("ptrace", "{'request':'pokedata','target':%s,'errno':0}", target);
	expect("ptrace", "{'request':'setregset','target':%s,'errno':0}", target);
	never();
	expect("ptrace", "{'request':'getregset'}");
	never();
	expect("ptrace", "{'request':'detach'}");
	MUST(ptrace(PTRACE_SEIZE, pid, NULL, NULL));
	expect("ptrace", "{'request':'seize','target':%s,'errno':0}", target);
	end(pid);
}

static void ptrace_refused(void)
{
	if (ptrace(PTRACE_ATTACH, getpid(), NULL, NULL) == 0 || errno != EPERM)
		broken("traces itself");
	expect("ptrace",
	       "{'request':'attach','target':{'pid':%d,'binary':%s},'errno':1,'error'"
	       ":'EPERM'}",
	       getpid(), text(self));
	if (ptrace(PTRACE_SEIZE, 4000000, NULL, NULL) == 0 || errno != ESRCH)
		broken("there is a process 4000000");
	incomplete("target_unknown");
	expect("ptrace", "{'request':'seize','target':{'exec_id':'','pid':4000000,'"
			 "binary':''},'errno':3,'error':'ESRCH'}");
}

static void process_vm(void)
{
	pid_t pid = child(wait_to_be_killed, NULL);
	char bytes[sizeof(mark)] = { 0 };
	struct iovec here = { bytes, sizeof(bytes) }, there = { mark, sizeof(mark) };
	struct iovec nowhere = { (void *)8, 16 };
	const char *target = target_of(pid);

	expect_child(pid);
	if (MUST(process_vm_readv(pid, &here, 1, &there, 1, 0)) != sizeof(mark) || strcmp(bytes, mark) != 0)
		broken("read something else");
	expect("process_vm_readv", "{'target':%s,'bytes':16,'errno':0}", target);
	there.iov_len = here.iov_len = 5;
	if (MUST(process_vm_writev(pid, &here, 1, &there, 1, 0)) != 5)
		broken("wrote something else");
	expect("process_vm_writev", "{'target':%s,'bytes':5,'errno':0}", target);
	if (process_vm_readv(pid, &here, 1, &nowhere, 1, 0) >= 0 ||
	    process_vm_writev(pid, &here, 1, &nowhere, 1, 0) >= 0)
		broken("there is something at 8");
	expect("process_vm_readv", "{'target':%s,'bytes':0,'errno':14,'error':'EFAULT'}", target);
	expect("process_vm_writev", "{'target':%s,'bytes':0,'errno':14,'error':'EFAULT'}", target);
	end(pid);
}

static void read_as_nobody(void *context)
{
	char bytes[16];
	struct iovec here = { bytes, sizeof(bytes) }, there = { mark, sizeof(mark) };

	(void)context;
	MUST(setresuid(NOBODY, NOBODY, NOBODY));
	if (process_vm_readv(getppid(), &here, 1, &there, 1, 0) >= 0 || errno != EPERM)
		broken("nobody may read");
}

static void process_vm_refused(void)
{
	pid_t pid = child(read_as_nobody, NULL);

	wait_for(pid);
	of(pid);
	expect("process_vm_readv", "{'target':{'pid':%d,'binary':%s},'bytes':0,'errno':1,'error':'EPERM'}", getpid(),
	       text(self));
}

static void pidfd_getfd(void)
{
	pid_t pid = child(wait_to_be_killed, NULL);
	int pidfd = (int)MUST(syscall(SYS_pidfd_open, pid, 0));
	const char *target = target_of(pid);

	expect_child(pid);
	MUST(syscall(SYS_pidfd_getfd, pidfd, 1, 0));
	expect("pidfd_getfd", "{'target':%s,'target_fd':1,'errno':0}", target);
	if (syscall(SYS_pidfd_getfd, pidfd, 999, 0) >= 0 || errno != EBADF)
		broken("it has 999");
	expect("pidfd_getfd", "{'target':%s,'target_fd':999,'errno':9,'error':'EBADF'}", target);
	end(pid);
}

/* Another container is another cgroup. The neighbour of our own one, from a view of all cgroups. */
static void move_to_neighbour(pid_t pid, char *neighbour, size_t size)
{
	char line[4096], own[4096] = { 0 }, procs[9000], number[16];
	FILE *cgroups = fopen("/proc/self/cgroup", "r");

	while (cgroups && fgets(line, sizeof(line), cgroups))
		if (strncmp(line, "0::/", 4) == 0)
			strcpy(own, line + 3);
	if (!own[0])
		broken("no cgroup of version 2");
	fclose(cgroups);
	own[strcspn(own, "\n")] = 0;
	MUST(mkdir("cgroups", 0755));
	MUST(mount("cgroup2", "cgroups", "cgroup2", 0, NULL));
	snprintf(neighbour, size, "cgroups%s-neighbour", own);
	if (mkdir(neighbour, 0755) < 0 && errno != EEXIST)
		broken("%s: %s", neighbour, strerror(errno));
	snprintf(procs, sizeof(procs), "%s/cgroup.procs", neighbour);
	snprintf(number, sizeof(number), "%d", pid);
	write_file(procs, number, 0644);
}

static void kill_as_nobody(void *context)
{
	MUST(setresuid(NOBODY, NOBODY, NOBODY));
	if (kill(*(pid_t *)context, SIGTERM) == 0 || errno != EPERM)
		broken("nobody may kill");
}

static void kill_in_other_container(void)
{
	pid_t pid = child(wait_to_be_killed, NULL), beside_us = child(wait_to_be_killed, NULL), refused;
	char neighbour[8192];
	const char *target = target_of(pid);
	int pidfd = (int)MUST(syscall(SYS_pidfd_open, pid, 0));
	siginfo_t info = { .si_code = SI_QUEUE };

	expect_child(pid);
	move_to_neighbour(pid, neighbour, sizeof(neighbour));
	MUST(kill(pid, 0));
	never();
	expect("kill", "{'signal':0}");
	MUST(kill(pid, SIGURG));
	expect("kill", "{'signal':%d,'target':%s,'errno':0}", SIGURG, target);
	MUST(syscall(SYS_tgkill, pid, pid, SIGWINCH));
	expect("kill", "{'signal':%d,'target':%s,'errno':0}", SIGWINCH, target);
	info.si_signo = SIGCONT;
	MUST(syscall(SYS_rt_sigqueueinfo, pid, SIGCONT, &info));
	expect("kill", "{'signal':%d,'target':%s,'errno':0}", SIGCONT, target);
	refused = child(kill_as_nobody, &pid);
	wait_for(refused);
	of(refused);
	expect("kill", "{'signal':%d,'target':{'pid':%d,'binary':%s},'errno':1,'error':'EPERM'}", SIGTERM, pid,
	       text(self));
	MUST(syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0));
	expect("kill", "{'signal':9,'target':%s,'errno':0}", target);
	wait_for(pid);
	end(beside_us);
	never();
	expect("kill", "{'target':{'pid':%d}}", beside_us);
	/* It may take a moment until the kernel sees that nobody is in it. */
	while (rmdir(neighbour) < 0 && errno == EBUSY)
		usleep(1000);
	umount2("cgroups", MNT_DETACH);
}

const struct scenario_case tracing_cases[] = {
	{ "ptrace_traceme", ptrace_traceme },
	{ "ptrace_attach", ptrace_attach },
	{ "ptrace_refused", ptrace_refused },
	{ "process_vm", process_vm },
	{ "process_vm_refused", process_vm_refused },
	{ "pidfd_getfd", pidfd_getfd },
	{ "kill_in_other_container", kill_in_other_container },
	{ NULL, NULL },
};
