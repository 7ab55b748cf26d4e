// Makes processes that run a program for a moment and then stay in the middle of their exit, without memory: each is
// the first of a pid namespace, and has to wait there for the last one, whose parent is outside.
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "times.h"

#define LONGER_THAN_A_LOOK_US 20000
#define STEP_US 200
#define STEPS 20

static int fail(const char *what)
{
	perror(what);
	return 1;
}

static int round_of(const char *self, int own_namespace, FILE *pids)
{
	pid_t first, last;
	int go[2];

	if (pipe(go) || unshare(CLONE_NEWPID))
		return fail("a namespace");
	first = vfork();
	if (first == 0) {
		dup2(go[0], STDIN_FILENO);
		execl(self, self, NULL);
		_exit(1);
	}
	last = vfork();
	if (last == 0) {
		(void)!write(go[1], "", 1);
		for (;;)
			pause();
	}
	if (first < 0 || last < 0)
		return fail("fork");
	usleep(LONGER_THAN_A_LOOK_US);
	waitpid(last, NULL, 0);
	waitpid(first, NULL, 0);
	close(go[0]);
	close(go[1]);
	if (setns(own_namespace, CLONE_NEWPID))
		return fail("back");
	fprintf(pids, "%d\n", first);
	return fflush(pids);
}

int main(int count, char **args)
{
	int own_namespace = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC);
	FILE *pids;
	int i, code = 0;
	char byte;

	if (count < 3)
		return read(STDIN_FILENO, &byte, 1) != 1;
	pids = fopen(args[2], "w");
	if (!pids)
		return fail(args[2]);
	for (i = atoi(args[1]); i > 0 && !code; i--) {
		spin(i % STEPS * STEP_US);
		code = round_of(args[0], own_namespace, pids);
	}
	return code;
}
