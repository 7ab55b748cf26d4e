/* Cases of exec and exec_failed. */
#include <pthread.h>
#include <sys/mman.h>
#include "scenario.h"

/* What the sensor keeps of args, each with its NUL. */
#define ARGS_MAX (16 << 10)
#define PATH_MAX_KEPT 4096

static void exec_args(void)
{
	run(self, ARGS("zero", "one", "two words", "\"quoted\" \\x41 'single'\n", "é", EXIT(3)));
}

static void exec_no_args(void)
{
	pid_t pid = (pid_t)MUST(fork());
	int status;

	if (pid == 0) {
		execve(self, (char *[]){ NULL }, NULL);
		_exit(127);
	}
	status = wait_for(pid);
	if (WEXITSTATUS(status) == 127)
		skip("this kernel refuses to exec without args");
	/* Since 5.18 the kernel puts an empty one there. */
	of(pid);
	process("{'binary':%s,'args':['']}", text(self));
	expect("exec", "{'path':''}");
	expect_exit(pid, status);
}

static void exec_empty_args(void)
{
	run(self, ARGS("", "", "not empty", ""));
	run(self, ARGS("zero", "", EXIT(1), ""));
}

static void exec_not_utf8(void)
{
	copy_self("\xff\xfe-\xc3\x28", 0755);
	run("./\xff\xfe-\xc3\x28", ARGS("\xff", "a\x80z", "\xed\xa0\x80", "\xf0\x9f\x90\xa7", EXIT(2)));
}

/* Cut to the byte where the sensor's room ends. */
static void exec_long_args(void)
{
	static char arg[1001], last[1001];
	char *args[31] = { "zero", EXIT(0) }, *kept[31] = { "zero", EXIT(0) };
	size_t left = ARGS_MAX - sizeof("zero") - sizeof(EXIT(0)), n;
	pid_t pid;

	memset(arg, 'y', sizeof(arg) - 1);
	for (n = 2; n < 30; n++) {
		args[n] = arg;
		if (left >= sizeof(arg)) {
			kept[n] = arg;
			left -= sizeof(arg);
		} else if (left > 0) {
			memset(last, 'y', left);
			kept[n] = last;
			left = 0;
		}
	}
	pid = (pid_t)MUST(fork());
	if (pid == 0) {
		execve(self, args, NULL);
		_exit(127);
	}
	wait_for(pid);
	of(pid);
	incomplete("args_cut");
	process("{'args':%s}", texts(kept));
	expect("exec", "{}");
}

/* As long as execve takes it: 4,095 bytes. */
static void exec_long_path(void)
{
	static char where[8192], path[8192];
	char name[256] = { 0 };

	MUST(chdir("/tmp"));
	enter_deep(20);
	if (!getcwd(where, sizeof(where)))
		broken("getcwd: %s", strerror(errno));
	memset(name, 'p', PATH_MAX_KEPT - 1 - strlen(where) - 1);
	copy_self(name, 0755);
	snprintf(path, sizeof(path), "%s/%s", where, name);
	strcpy(folder, where);
	run(path, ARGS("long", EXIT(4)));
}

static void exec_path_too_long(void)
{
	static char tail[512];
	pid_t pid;

	MUST(chdir("/tmp"));
	MUST(mkdir("beyond", 0755));
	MUST(chdir("beyond"));
	enter_deep(21);
	copy_self("program", 0755);
	memset(tail, 'd', 200);
	strcpy(tail + 200, "/program");
	pid = (pid_t)MUST(fork());
	if (pid == 0) {
		execve("./program", ARGS("beyond", EXIT(0)), NULL);
		_exit(127);
	}
	wait_for(pid);
	of(pid);
	incomplete("binary_cut,cwd_cut");
	process("{'binary':{'$ends':%s},'args':['beyond','--end=exit:0']}", text(tail));
	expect("exec", "{'path':'./program'}");
}

static void exec_symlink(void)
{
	pid_t pid;

	copy_self("real", 0755);
	MUST(symlink("real", "link"));
	MUST(mkdir("sub", 0755));
	pid = (pid_t)MUST(fork());
	if (pid == 0) {
		execve("sub/.././link", ARGS("linked", EXIT(0)), NULL);
		_exit(127);
	}
	wait_for(pid);
	of(pid);
	process("{'binary':%s,'name':'link'}", text(in_folder("real")));
	expect("exec", "{'path':'sub/.././link'}");
}

static void exec_at_empty_path(void)
{
	int fd = (int)MUST(open(self, O_PATH));
	pid_t pid = (pid_t)MUST(fork());
	int status;

	if (pid == 0) {
		syscall(SYS_execveat, fd, "", ARGS("at", EXIT(5)), NULL, AT_EMPTY_PATH);
		_exit(127);
	}
	status = wait_for(pid);
	of(pid);
	process("{'binary':%s,'args':['at','--end=exit:5']}", text(self));
	expect("exec", "{'path':'/dev/fd/%d','deleted':false,'memfd':false}", fd);
	expect_exit(pid, status);
}

static void exec_memfd(void)
{
	int fd = copy_to_memory("hidden");
	pid_t pid = (pid_t)MUST(fork());
	int status;

	if (pid == 0) {
		syscall(SYS_execveat, fd, "", ARGS("in memory", EXIT(6)), NULL, AT_EMPTY_PATH);
		_exit(127);
	}
	status = wait_for(pid);
	of(pid);
	process("{'binary':'memfd:hidden','args':['in memory','--end=exit:6']}");
	expect("exec", "{'memfd':true,'deleted':false,'path':'/dev/fd/%d'}", fd);
	expect_exit(pid, status);
}

static void exec_deleted(void)
{
	pid_t pid;
	int fd;

	copy_self("gone", 0755);
	fd = (int)MUST(open("gone", O_RDONLY));
	MUST(unlink("gone"));
	pid = (pid_t)MUST(fork());
	if (pid == 0) {
		char path[64];

		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		execve(path, ARGS("deleted", EXIT(0)), NULL);
		_exit(127);
	}
	wait_for(pid);
	of(pid);
	process("{'binary':%s}", text(in_folder("gone")));
	expect("exec", "{'deleted':true,'memfd':false,'path':'/proc/self/fd/%d'}", fd);
}

static void exec_script(void)
{
	char first[4200];
	pid_t pid;

	snprintf(first, sizeof(first), "#!%s %s\n", self, EXIT(7));
	write_file("script", first, 0755);
	pid = (pid_t)MUST(fork());
	if (pid == 0) {
		execve("./script", ARGS("replaced", "arg"), NULL);
		_exit(127);
	}
	wait_for(pid);
	of(pid);
	process("{'binary':%s,'script':'./script','args':[%s,'--end=exit:7','./script','arg'],'name':'script'}",
		text(self), text(self));
	expect("exec", "{'path':''}");
	of(pid);
	expect("exit", "{'code':7}");
}

/*
 * A hook can't wait for a page that is not in memory: after a fork, literals may not be. Where the kernel gives up
 * before it reads the args, nobody has done so yet.
 */
static void touch(char **args)
{
	const volatile char *at;

	for (; *args; args++)
		for (at = *args; *at; at++)
			;
}

static void fail(const char *path, char **args, int error)
{
	pid_t pid = (pid_t)MUST(fork());

	if (pid == 0) {
		touch(args);
		execve(path, args, NULL);
		_exit(errno);
	}
	if (WEXITSTATUS(wait_for(pid)) != error)
		broken("%s: not errno %d", path, error);
	of(pid);
	expect("exec_failed", "{'path':%s,'args':%s,'errno':%d}", text(path), texts(args), error);
	of(pid);
	never();
	expect("exec", "{}");
}

static void exec_fails(void)
{
	fail("/nowhere/at all", ARGS("zero", "", "\xff", "end"), ENOENT);
	write_file("not executable", "text", 0644);
	fail("./not executable", ARGS("x"), EACCES);
	write_file("nonsense", "no program", 0755);
	fail("nonsense", ARGS("x", "y"), ENOEXEC);
	fail("/tmp", ARGS("folder"), EACCES);
	fail("nonsense/below", ARGS("x"), ENOTDIR);
	fail("\xff", ARGS("x"), ENOENT);
}

static void exec_at_fails(void)
{
	int fd = (int)MUST(open(".", O_PATH));
	char **args = ARGS("at", "arg");
	pid_t pid = (pid_t)MUST(fork());

	if (pid == 0) {
		touch(args);
		syscall(SYS_execveat, fd, "missing", args, NULL, 0);
		_exit(errno);
	}
	wait_for(pid);
	of(pid);
	expect("exec_failed", "{'path':'missing','args':['at','arg'],'errno':%d,'error':'ENOENT'}", ENOENT);
}

static void exec_fails_with_unread_args(void)
{
	char *unread = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char **args = ARGS("zero", unread, "two");
	unsigned char read_by_kernel;

	touch((char *[]){ args[0], args[2], NULL });
	if (execve("/nowhere", args, NULL) == 0 || errno != ENOENT)
		broken("execve: %s", strerror(errno));
	/* Kernels before 6.8 copy the args before they look for the file. */
	MUST(mincore(unread, 4096, &read_by_kernel));
	if (!(read_by_kernel & 1))
		incomplete("args_cut");
	expect("exec_failed", "{'args':%s}", read_by_kernel & 1 ? "[\"zero\",\"\",\"two\"]" : "[\"zero\"]");
}

static void exec_setuid(void)
{
	struct stat stat_of;
	pid_t pid;

	/* Its group is ours: without CAP_FSETID the kernel takes the bit of any other. */
	copy_self("setuid", 0755);
	MUST(chown("setuid", 1234, getegid()));
	MUST(chmod("setuid", 06755));
	MUST(stat("setuid", &stat_of));
	if ((stat_of.st_mode & 07777) != 06755)
		broken("the mode is %o", stat_of.st_mode);
	pid = (pid_t)MUST(fork());
	if (pid == 0) {
		MUST(setresgid(3456, 3456, 3456));
		MUST(setresuid(5678, 5678, 5678));
		execve("./setuid", ARGS("other", EXIT(0)), NULL);
		_exit(127);
	}
	wait_for(pid);
	of(pid);
	process("{'uid':5678}");
	expect("exec", "{'setuid':true,'setgid':true}");
}

static void *exec_of_thread(void *context)
{
	(void)context;
	execve(self, ARGS("from thread", EXIT(8)), NULL);
	return NULL;
}

static void exec_from_thread(void)
{
	pid_t pid = (pid_t)MUST(fork());
	pthread_t thread;
	int status;

	if (pid == 0) {
		pthread_create(&thread, NULL, exec_of_thread, NULL);
		pause();
	}
	status = wait_for(pid);
	of(pid);
	process("{'args':['from thread','--end=exit:8']}");
	expect("exec", "{'old_tid':{'$min':1},'in_place':false}");
	expect_exit(pid, status);
}

static void exec_twice(void)
{
	char script[4200];
	pid_t pid;

	/* The interpreter of a shell's exec is the second image of the same process. */
	snprintf(script, sizeof(script), "exec %s again %s", self, EXIT(9));
	pid = (pid_t)MUST(fork());
	if (pid == 0) {
		execve("/bin/busybox", ARGS("sh", "-c", script), NULL);
		_exit(127);
	}
	if (WEXITSTATUS(wait_for(pid)) != 9)
		broken("the shell did not exec");
	of(pid);
	process("{'exec_id':{'$is':'process'},'binary':'/bin/busybox','args':['sh','-c',%s]}", text(script));
	expect("exec", "{'in_place':false}");
	of(pid);
	process("{'exec_id':{'$is':'process'},'binary':%s,'args':[%s,'again','--end=exit:9']}", text(self), text(self));
	expect("exec", "{'in_place':true}");
	of(pid);
	process("{'exec_id':{'$is':'process'},'binary':%s}", text(self));
	expect("exit", "{'code':9}");
}

const struct scenario_case exec_cases[] = {
	{ "exec_args", exec_args },
	{ "exec_no_args", exec_no_args },
	{ "exec_empty_args", exec_empty_args },
	{ "exec_not_utf8", exec_not_utf8 },
	{ "exec_long_args", exec_long_args },
	{ "exec_long_path", exec_long_path },
	{ "exec_path_too_long", exec_path_too_long },
	{ "exec_symlink", exec_symlink },
	{ "exec_at_empty_path", exec_at_empty_path },
	{ "exec_memfd", exec_memfd },
	{ "exec_deleted", exec_deleted },
	{ "exec_script", exec_script },
	{ "exec_fails", exec_fails },
	{ "exec_at_fails", exec_at_fails },
	{ "exec_fails_with_unread_args", exec_fails_with_unread_args },
	{ "exec_setuid", exec_setuid },
	{ "exec_from_thread", exec_from_thread },
	{ "exec_twice", exec_twice },
	{ NULL, NULL },
};
