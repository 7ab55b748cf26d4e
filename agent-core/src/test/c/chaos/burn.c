/*
 * A sidecar that does nothing for anybody: takes up the time of all CPUs that nobody else wants, until it is killed.
 */
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "chaos.h"

int burn(void)
{
	struct sched_param none = {0};
	must(sched_setscheduler(0, SCHED_IDLE, &none), "idle class");
	for (long others = sysconf(_SC_NPROCESSORS_ONLN); others > 1; others--) {
		pid_t child = fork();
		must(child, "fork");
		if (child == 0)
			break;
	}
	printf("burns\n");
	fflush(stdout);
	for (volatile long turns = 0;; turns++)
		continue;
}
