// Makes processes whose makers another one kills as soon as they are there. Writes the pid of each, and when it was made.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "times.h"

#define FOUND_US 200000
#define LIFE_US 30000

static struct {
	volatile pid_t maker, child;
} *next;

static void kill_each(void)
{
	for (;;) {
		pid_t maker = next->maker;

		if (maker > 0 && kill(next->child, 0) == 0 && next->maker == maker)
			kill(maker, SIGKILL);
	}
}

static void make(void)
{
	pid_t child;

	next->child = getpid() + 1;
	next->maker = getpid();
	child = fork();
	if (child == 0) {
		usleep(LIFE_US);
		_exit(0);
	}
	for (;;)
		pause();
}

int main(int count, char **args)
{
	FILE *pids = count == 4 ? fopen(args[3], "w") : NULL;
	pid_t killer, maker;
	int i;

	next = mmap(NULL, sizeof(*next), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!pids || next == MAP_FAILED)
		return 1;
	/* Whether they become this one's, or the namespace's first process's. */
	if (args[2][0] == 'h')
		prctl(PR_SET_CHILD_SUBREAPER, 1);
	usleep(FOUND_US);
	killer = fork();
	if (killer == 0)
		kill_each();
	for (i = atoi(args[1]); i > 0; i--) {
		long long from = now_ns();

		maker = fork();
		if (maker == 0)
			make();
		waitpid(maker, NULL, 0);
		next->maker = 0;
		fprintf(pids, "%d %lld %lld\n", next->child, from, now_ns());
		usleep(2 * LIFE_US);
	}
	kill(killer, SIGKILL);
	return fclose(pids);
}
