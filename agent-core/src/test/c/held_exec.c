// Processes whose exec the kernel holds up: it waits for the end of another thread, which is traced by somebody who does
// not ask for it. Writes the number of each, and between which times it was.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "times.h"

#define HELD_UP_US 100000
#define LIFE_US 20000

static int to_tracer[2], to_process[2];

static void *be_traced(void *unused)
{
	pid_t tid = (pid_t)syscall(SYS_gettid);

	if (write(to_tracer[1], &tid, sizeof(tid)) != sizeof(tid))
		exit(1);
	for (;;)
		pause();
	return unused;
}

static void execute(const char *self, const char *number)
{
	pthread_t thread;
	char byte;

	if (pthread_create(&thread, NULL, be_traced, NULL) || read(to_process[0], &byte, 1) != 1)
		exit(1);
	execl(self, self, number, NULL);
	exit(1);
}

int main(int count, char **args)
{
	FILE *times = count == 3 ? fopen(args[2], "w") : NULL;
	int i, status;

	if (count == 2) {
		usleep(LIFE_US);
		return 7;
	}
	if (!times || pipe(to_tracer) || pipe(to_process))
		return 1;
	for (i = 0; i < atoi(args[1]); i++) {
		long long from = now_ns();
		char number[16];
		pid_t process, tid;

		snprintf(number, sizeof(number), "%d", i);
		process = fork();
		if (process == 0)
			execute(args[0], number);
		if (read(to_tracer[0], &tid, sizeof(tid)) != sizeof(tid))
			return 1;
		/* It fails where another tracer was first. */
		ptrace(PTRACE_SEIZE, tid, NULL, NULL);
		if (write(to_process[1], "", 1) != 1)
			return 1;
		usleep(HELD_UP_US);
		waitpid(tid, NULL, __WALL);
		waitpid(process, &status, 0);
		if (status != 7 << 8)
			return 1;
		fprintf(times, "%d %lld %lld\n", i, from, now_ns());
		fflush(times);
	}
	return fclose(times);
}
