/*
 * Forks, and has its children do the same, for SECONDS, up to what it is allowed; then tells how often.
 *
 * Who is refused a fork ends, so that the others go on: processes come and go as fast as they can.
 */
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "chaos.h"

static void go_off(long *forks, int64_t until)
{
	/* Nobody has to wait for what it started. */
	signal(SIGCHLD, SIG_IGN);
	while (monotonic_ns() < until) {
		pid_t child = fork();
		if (child < 0)
			break;
		if (child > 0)
			__atomic_add_fetch(forks, 1, __ATOMIC_RELAXED);
	}
	_exit(0);
}

int bomb(const char *key, int seconds)
{
	long *forks = mmap(NULL, sizeof *forks, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(forks == MAP_FAILED ? -1 : 0, "mmap");
	/* Orphans become its own children, so that it knows when all have ended. */
	must(prctl(PR_SET_CHILD_SUBREAPER, 1), "subreaper");
	int64_t until = monotonic_ns() + seconds * NS_PER_S;
	while (monotonic_ns() < until) {
		pid_t first = fork();
		must(first, "fork");
		if (first == 0)
			go_off(forks, until);
		__atomic_add_fetch(forks, 1, __ATOMIC_RELAXED);
		while (wait(NULL) > 0)
			continue;
	}
	printf("%s exec 1\n", key);
	printf("%s fork %ld\n", key, *forks);
	printf("%s exit %ld\n", key, *forks + 1);
	tell_life(key);
	return fflush(stdout);
}
