/*
 * Does things with files as fast as it can, on every CPU, until it is told to end, and writes down how often.
 *
 *   flood DIRECTORY OUTFILE
 *
 * Each of its processes opens and closes files for reading, and makes, writes, closes and removes others. SIGTERM ends
 * it, with 0. OUTFILE then has two numbers: opens, and files that were made.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define FILES 64
#define PROCESSES_MAX 16

struct done {
	long opens;
	long made;
};

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	stopped = signal;
}

static void must(int value, const char *what)
{
	if (value < 0) {
		perror(what);
		exit(1);
	}
}

static void read_some(const char *directory, struct done *done)
{
	char path[4096];

	for (int i = 0; i < FILES; i++) {
		snprintf(path, sizeof(path), "%s/file-%d", directory, i);
		int fd = open(path, O_RDONLY);

		must(fd, path);
		close(fd);
		done->opens++;
	}
}

static void make_some(const char *directory, int process, struct done *done)
{
	char path[4096];

	for (int i = 0; i < FILES / 4; i++) {
		snprintf(path, sizeof(path), "%s/made-%d-%d", directory, process, i);
		int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

		must(fd, path);
		must(write(fd, "x", 1), path);
		close(fd);
		must(unlink(path), path);
		done->opens++;
		done->made++;
	}
}

static void work(const char *directory, int process, struct done *done)
{
	while (!stopped) {
		read_some(directory, done);
		make_some(directory, process, done);
	}
	exit(0);
}

int main(int argc, char **argv)
{
	long processes = sysconf(_SC_NPROCESSORS_ONLN);
	struct done total = { 0, 0 };
	struct sigaction action = { .sa_handler = stop };
	pid_t pids[PROCESSES_MAX];
	char path[4096];

	if (argc != 3) {
		fprintf(stderr, "usage: flood DIRECTORY OUTFILE\n");
		return 2;
	}
	if (processes > PROCESSES_MAX)
		processes = PROCESSES_MAX;
	struct done *done = mmap(NULL, PROCESSES_MAX * sizeof(*done), PROT_READ | PROT_WRITE,
				 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	for (int i = 0; i < FILES; i++) {
		snprintf(path, sizeof(path), "%s/file-%d", argv[1], i);
		close(open(path, O_WRONLY | O_CREAT, 0600));
	}
	sigaction(SIGTERM, &action, NULL);
	for (int i = 0; i < processes; i++) {
		pids[i] = fork();
		must(pids[i], "fork");
		if (pids[i] == 0)
			work(argv[1], i, &done[i]);
	}
	while (!stopped)
		pause();
	for (int i = 0; i < processes; i++) {
		kill(pids[i], SIGTERM);
		waitpid(pids[i], NULL, 0);
		total.opens += done[i].opens;
		total.made += done[i].made;
	}
	FILE *out = fopen(argv[2], "w");

	if (!out || fprintf(out, "%ld %ld\n", total.opens, total.made) < 0 || fclose(out) != 0) {
		perror(argv[2]);
		return 1;
	}
	return 0;
}
