/*
 * Opens files for reading as fast as it can, for SECONDS, then tells how often. In the first second they are so many
 * that each open has to be told by itself, then so few that opens can be told together.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "chaos.h"

#define FILES 4096
#define FEW 64

static void open_and_close(const char *path, int flags)
{
	int file = open(path, flags | O_CLOEXEC, 0644);
	must(file, path);
	must(close(file), path);
}

int flood(const char *key, int seconds)
{
	static char paths[FILES][64];
	long opens = 0;
	for (int i = 0; i < FILES; i++) {
		snprintf(paths[i], sizeof paths[i], "/tmp/%s-%d", key, i);
		open_and_close(paths[i], O_CREAT | O_WRONLY);
		opens++;
	}
	int64_t start = monotonic_ns();
	int64_t now = start;
	while (now - start < seconds * NS_PER_S) {
		int files = now - start < NS_PER_S ? FILES : FEW;
		for (int i = 0; i < files; i++)
			open_and_close(paths[i], O_RDONLY);
		opens += files;
		now = monotonic_ns();
	}
	printf("%s exec 1\n", key);
	printf("%s exit 1\n", key);
	printf("%s open %ld\n", key, opens);
	return fflush(stdout);
}
