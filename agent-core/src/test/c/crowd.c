/*
 * Makes containers, as far as an agent can tell, one after the other and as fast as it can: a cgroup each, in which a
 * process starts this program and ends.
 *
 *   crowd DIRECTORY COUNT KEY
 *
 * DIRECTORY is of cgroup v2. Cgroup i is DIRECTORY/KEY-i, with ten digits, and so is the last argument of its process.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void must(long value, const char *what)
{
	if (value < 0) {
		perror(what);
		_exit(1);
	}
}

static void enter(const char *cgroup)
{
	char path[4200];
	snprintf(path, sizeof path, "%s/cgroup.procs", cgroup);
	int file = open(path, O_WRONLY | O_CLOEXEC);
	must(file, path);
	must(write(file, "0", 1), "enter");
}

static void live(const char *cgroup, const char *self, const char *name)
{
	must(mkdir(cgroup, 0755), cgroup);
	pid_t child = fork();
	must(child, "fork");
	if (child == 0) {
		enter(cgroup);
		execl(self, self, "end", name, (char *)NULL);
		must(-1, "exec");
	}
	int status = 1;
	must(waitpid(child, &status, 0), "wait");
	must(status == 0 ? 0 : -1, "the process failed");
	must(rmdir(cgroup), "rmdir");
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "end") == 0)
		return 0;
	if (argc != 4) {
		fprintf(stderr, "usage: crowd DIRECTORY COUNT KEY\n");
		return 2;
	}
	for (int i = 0; i < atoi(argv[2]); i++) {
		char name[256];
		char cgroup[4096];
		snprintf(name, sizeof name, "%s-%010d", argv[3], i);
		snprintf(cgroup, sizeof cgroup, "%s/%s", argv[1], name);
		live(cgroup, argv[0], name);
	}
	return 0;
}
