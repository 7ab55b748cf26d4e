// Processes of many threads, of which the last one executes a program at once, which takes the place of the first. Writes
// the number of each, and between which times it was.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "times.h"

#define LIFE_US 20000
#define STEP_US 50
#define STEPS 40

static const char *self;

static void *wait_for_the_end(void *unused)
{
	for (;;)
		pause();
	return unused;
}

static void *execute(void *number)
{
	execl(self, self, number, NULL);
	exit(1);
}

static void start(int threads, char *number)
{
	pthread_attr_t small;
	pthread_t thread;

	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, 65536);
	while (threads-- > 1)
		if (pthread_create(&thread, &small, wait_for_the_end, NULL))
			exit(2);
	pthread_create(&thread, &small, execute, number);
	wait_for_the_end(NULL);
}

int main(int count, char **args)
{
	FILE *times;
	int i;

	self = args[0];
	if (count == 2) {
		usleep(LIFE_US);
		return 7;
	}
	times = count == 4 ? fopen(args[3], "w") : NULL;
	if (!times)
		return 1;
	for (i = 0; i < atoi(args[1]); i++) {
		char number[16];
		int status = 0;

		snprintf(number, sizeof(number), "%d", i);
		long long from = now_ns();

		spin(i % STEPS * STEP_US);
		if (fork() == 0)
			start(atoi(args[2]), number);
		wait(&status);
		if (status != 7 << 8)
			return 1;
		fprintf(times, "%d %lld %lld\n", i, from, now_ns());
		fflush(times);
	}
	return fclose(times);
}
