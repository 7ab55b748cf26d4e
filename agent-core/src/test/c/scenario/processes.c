/* What cases of all families do with processes and programs. */
#include <sys/mman.h>
#include <sys/sendfile.h>
#include "scenario.h"

/* A program of ours without args, or whose first ones say how to end, does nothing else. */
void end_as_told(char **argv)
{
	char **arg;

	if (!argv[0] || !argv[0][0])
		_exit(0);
	for (arg = argv; *arg; arg++) {
		if (strncmp(*arg, "--end=exit:", 11) == 0)
			_exit(atoi(*arg + 11));
		if (strncmp(*arg, "--end=signal:", 13) == 0) {
			kill(getpid(), atoi(*arg + 13));
			pause();
		}
	}
}

const char *in_folder(const char *name)
{
	static char path[2 * sizeof(folder)];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

void enter_deep(size_t levels)
{
	static char name[201];

	memset(name, 'd', sizeof(name) - 1);
	while (levels--) {
		MUST(mkdir(name, 0755));
		MUST(chdir(name));
	}
}

pid_t child(void (*body)(void *), void *context)
{
	pid_t pid = (pid_t)MUST(fork());

	if (pid == 0) {
		body(context);
		_exit(0);
	}
	return pid;
}

int wait_for(pid_t pid)
{
	int status;

	MUST(waitpid(pid, &status, 0));
	return status;
}

void expect_exit(pid_t pid, int status)
{
	of(pid);
	expect("exit", "{'code':%d,'signal':%d,'core_dumped':%s,'run_time_ns':{'$min':1}}",
	       WIFEXITED(status) ? WEXITSTATUS(status) : 0, WIFSIGNALED(status) ? WTERMSIG(status) : 0,
	       WIFSIGNALED(status) && WCOREDUMP(status) ? "true" : "false");
}

struct program {
	const char *path;
	char **args;
};

static void execute(void *context)
{
	struct program *program = context;

	execve(program->path, program->args, (char *[]){ "LANG=C", NULL });
	_exit(127);
}

int run(const char *path, char **args)
{
	struct program program = { path, args };
	char binary[4096];
	pid_t pid;
	int status;

	if (!realpath(path, binary))
		broken("%s: %s", path, strerror(errno));
	pid = child(execute, &program);
	status = wait_for(pid);
	expect("fork", "{'child_pid':%d,'child_exec_id':{'$is':'run %d'}}", pid, pid);
	of(pid);
	process("{'exec_id':{'$is':'run %d'},'binary':%s,'args':%s,'cwd':%s}", pid, text(binary), texts(args),
		text(folder));
	expect("exec", "{'path':%s,'in_place':false,'old_tid':0,'memfd':false,'deleted':false}",
	       text(strcmp(path, binary) == 0 ? "" : path));
	expect_exit(pid, status);
	return status;
}

static void copy_into(int to)
{
	int from = (int)MUST(open(self, O_RDONLY | O_CLOEXEC));
	struct stat stat;
	ssize_t left;

	MUST(fstat(from, &stat));
	for (left = stat.st_size; left > 0; left -= MUST(sendfile(to, from, NULL, (size_t)left)))
		;
	close(from);
}

void copy_self(const char *path, mode_t mode)
{
	int to = (int)MUST(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700));

	copy_into(to);
	MUST(fchmod(to, mode));
	MUST(close(to));
}

void write_file(const char *path, const char *content, mode_t mode)
{
	int to = (int)MUST(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700));

	MUST(write(to, content, strlen(content)));
	MUST(fchmod(to, mode));
	MUST(close(to));
}

int copy_to_memory(const char *name)
{
	int fd = (int)MUST(memfd_create(name, MFD_CLOEXEC));

	copy_into(fd);
	return fd;
}
