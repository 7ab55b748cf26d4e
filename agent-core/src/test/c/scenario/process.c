/* Cases of fork and exit, and of who a process is. */
#include <linux/sched.h>
#include <pthread.h>
#include <sys/resource.h>
#include "scenario.h"

static void *end_after_leader(void *context)
{
	char path[64], line[512];
	FILE *stat;

	(void)context;
	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", getpid());
	do {
		usleep(1000);
		stat = fopen(path, "r");
		line[0] = 0;
		if (stat && !fgets(line, sizeof(line), stat))
			line[0] = 0;
		if (stat)
			fclose(stat);
	} while (!strstr(line, ") Z "));
	exit(10);
}

static void leader_exits_first(void)
{
	pid_t pid = (pid_t)MUST(fork());
	pthread_t thread;
	int status;

	if (pid == 0) {
		pthread_create(&thread, NULL, end_after_leader, NULL);
		syscall(SYS_exit, 0);
	}
	status = wait_for(pid);
	if (WEXITSTATUS(status) != 10)
		broken("ended with wait status %#x", status);
	expect_exit(pid, status);
}

static void killed(void)
{
	static const int signals[] = { SIGKILL, SIGTERM, SIGSEGV, 34, 64 };
	size_t i;

	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		pid_t pid = (pid_t)MUST(fork());

		if (pid == 0) {
			signal(signals[i], SIG_DFL);
			kill(getpid(), signals[i]);
			pause();
		}
		expect_exit(pid, wait_for(pid));
	}
}

static void core_dumped(void)
{
	struct rlimit limit;
	pid_t pid;
	int status;

	MUST(getrlimit(RLIMIT_CORE, &limit));
	limit.rlim_cur = limit.rlim_max;
	MUST(setrlimit(RLIMIT_CORE, &limit));
	pid = (pid_t)MUST(fork());
	if (pid == 0)
		abort();
	status = wait_for(pid);
	if (!WCOREDUMP(status))
		skip("no core can be dumped here, where the limit is %ld bytes", (long)limit.rlim_max);
	expect_exit(pid, status);
}

static void vfork_and_exec(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		execve(self, ARGS("vforked", EXIT(11)), NULL);
		_exit(127);
	}
	expect("fork", "{'child_pid':%d,'clone_flags':['CLONE_VM','CLONE_VFORK']}", pid);
	expect_exit(pid, wait_for(pid));
}

static pid_t clone3(struct clone_args *args)
{
	args->exit_signal = SIGCHLD;
	return (pid_t)syscall(SYS_clone3, args, sizeof(*args));
}

static void clone3_flags(void)
{
	struct clone_args args = { .flags = CLONE_FS | CLONE_FILES | CLONE_NEWUTS };
	pid_t pid = (pid_t)MUST(clone3(&args));

	if (pid == 0)
		_exit(12);
	expect("fork", "{'child_pid':%d,'clone_flags':['CLONE_FS','CLONE_FILES','CLONE_NEWUTS']}", pid);
	expect_exit(pid, wait_for(pid));
}

static void *do_nothing(void *context)
{
	return context;
}

static void thread_is_no_fork(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, do_nothing, NULL);
	pthread_join(thread, NULL);
	never();
	expect("fork", "{}");
}

static void new_pid_namespace(void)
{
	struct clone_args args = { .flags = CLONE_NEWPID };
	pid_t pid = (pid_t)MUST(clone3(&args));
	int status;

	if (pid == 0) {
		execve(self, ARGS("first of its namespace", EXIT(13)), NULL);
		_exit(127);
	}
	status = wait_for(pid);
	expect("fork", "{'child_pid':1,'child_exec_id':{'$is':'first'},'clone_flags':['CLONE_NEWPID']}");
	of(1);
	process("{'exec_id':{'$is':'first'},'args':['first of its namespace','--end=exit:13']}");
	expect("exec", "{}");
	of(1);
	process("{'exec_id':{'$is':'first'}}");
	expect("exit", "{'code':%d}", WEXITSTATUS(status));
}

/* The parent of an orphan stays the process that made it. */
static void reparented(void)
{
	int channel[2];
	pid_t maker, orphan = 0;
	int status;
	char end;

	MUST(pipe(channel));
	maker = (pid_t)MUST(fork());
	if (maker == 0) {
		pid_t self_pid = getpid();

		orphan = fork();
		if (orphan > 0)
			_exit(write(channel[1], &orphan, sizeof(orphan)) < 0);
		while (getppid() == self_pid)
			usleep(1000);
		execve(self, ARGS("orphan", EXIT(14)), NULL);
		_exit(127);
	}
	close(channel[1]);
	MUST(read(channel[0], &orphan, sizeof(orphan)));
	status = wait_for(maker);
	/* Its end closes the pipe. */
	MUST(read(channel[0], &end, 1));
	of(maker);
	process("{'exec_id':{'$is':'maker'}}");
	expect("fork", "{'child_pid':%d,'child_exec_id':{'$is':'orphan'}}", orphan);
	expect_exit(maker, status);
	of(orphan);
	process("{'exec_id':{'$is':'orphan'},'parent_exec_id':{'$is':'maker'},'args':['orphan','--end=exit:14']}");
	expect("exec", "{}");
	of(orphan);
	process("{'parent_exec_id':{'$is':'maker'}}");
	expect("exit", "{'code':14}");
}

static void take_pid(pid_t wanted, const char *name)
{
	struct clone_args args = { .set_tid = (uintptr_t)&wanted, .set_tid_size = 1 };
	pid_t pid = clone3(&args);

	if (pid == 0) {
		execve(self, ARGS((char *)name, EXIT(15)), NULL);
		_exit(127);
	}
	if (pid < 0)
		_exit(errno);
	waitpid(pid, NULL, 0);
}

static void pid_reused(void)
{
	struct clone_args args = { .flags = CLONE_NEWPID };
	pid_t pid = (pid_t)MUST(clone3(&args));
	int status;

	if (pid == 0) {
		take_pid(321, "pid used first");
		take_pid(321, "pid used again");
		_exit(0);
	}
	status = wait_for(pid);
	if (status)
		broken("clone3 with set_tid: %s", strerror(WEXITSTATUS(status)));
	of(321);
	process("{'exec_id':{'$is':'first'},'args':['pid used first','--end=exit:15']}");
	expect("exec", "{}");
	of(321);
	process("{'exec_id':{'$is':'first'}}");
	expect("exit", "{'code':15}");
	of(321);
	process("{'exec_id':{'$isnt':'first'},'args':['pid used again','--end=exit:15']}");
	expect("exec", "{'in_place':false}");
	of(321);
	process("{'exec_id':{'$isnt':'first'},'args':['pid used again','--end=exit:15']}");
	expect("exit", "{'code':15}");
}

const struct scenario_case process_cases[] = {
	{ "leader_exits_first", leader_exits_first },
	{ "killed", killed },
	{ "core_dumped", core_dumped },
	{ "vfork_and_exec", vfork_and_exec },
	{ "clone3_flags", clone3_flags },
	{ "thread_is_no_fork", thread_is_no_fork },
	{ "new_pid_namespace", new_pid_namespace },
	{ "reparented", reparented },
	{ "pid_reused", pid_reused },
	{ NULL, NULL },
};
