// Makes processes that another one kills before they run: their pids can be told beforehand.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define FOUND_US 200000

static volatile pid_t *next;

static void kill_each(void)
{
	for (;;)
		if (*next > 0)
			kill(*next, SIGKILL);
}

int main(int count, char **args)
{
	FILE *pids = count == 3 ? fopen(args[2], "w") : NULL;
	pid_t killer, child;
	int i;

	next = mmap(NULL, sizeof(*next), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!pids || next == MAP_FAILED)
		return 1;
	usleep(FOUND_US);
	killer = fork();
	if (killer == 0)
		kill_each();
	child = killer;
	for (i = atoi(args[1]); i > 0; i--) {
		*next = child + 1;
		child = fork();
		if (child == 0)
			for (;;)
				pause();
		waitpid(child, NULL, 0);
		fprintf(pids, "%d\n", child);
	}
	kill(killer, SIGKILL);
	waitpid(killer, NULL, 0);
	fprintf(pids, "%d\n", killer);
	return fclose(pids);
}
