// Makes processes until the pids have come to their end a few times. In each turn somebody else, who is asked to, gives
// a pid to a process that ends at once. Writes its number, and between which times it was.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "times.h"

#define FOUND_US 200000
#define LONGER_THAN_TWO_LOOKS_US 30000
#define BETWEEN_US 100

static void make_all_before(pid_t pid)
{
	pid_t child;

	do {
		usleep(BETWEEN_US);
		child = fork();
		if (child == 0)
			_exit(0);
		waitpid(child, NULL, 0);
	} while (child != pid - 1);
}

int main(int count, char **args)
{
	FILE *times = count == 5 ? fopen(args[4], "w") : NULL;
	int commands, i;

	if (count == 2)
		return 0;
	commands = count == 5 ? open(args[3], O_WRONLY | O_CLOEXEC) : -1;
	if (!times || commands < 0)
		return 1;
	usleep(FOUND_US);
	for (i = 0; i < atoi(args[1]); i++) {
		long long from;

		make_all_before(atoi(args[2]));
		from = now_ns();
		dprintf(commands, "%s %d\n", args[0], i);
		usleep(LONGER_THAN_TWO_LOOKS_US);
		fprintf(times, "%d %lld %lld\n", i, from, now_ns());
	}
	return fclose(times);
}
