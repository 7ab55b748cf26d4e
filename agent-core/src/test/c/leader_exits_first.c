// The main thread ends, and another one ends the process with code 7 after it.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *last(void *unused)
{
	char line[256];
	char path[64];
	FILE *stat;

	// The leader is gone when the kernel calls it a zombie.
	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", getpid());
	do {
		stat = fopen(path, "r");
		line[0] = 0;
		if (stat) {
			if (!fgets(line, sizeof(line), stat))
				line[0] = 0;
			fclose(stat);
		}
		usleep(1000);
	} while (!strstr(line, ") Z "));
	exit(7);
	return unused;
}

int main(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, last, NULL))
		return 1;
	syscall(SYS_exit, 0);
	return 2;
}
