/*
 *   chaos serve PORT     the app: answers requests until it is asked to end
 *   chaos load PORT      asks it, at a fixed rate, and tells how long each answer took
 *   chaos job KEY COUNT  the one-off app
 *   chaos end KEY CODE   what they start: ends with CODE
 *   chaos flood KEY SECONDS, chaos bomb KEY SECONDS, chaos steady: other apps
 *   chaos burn           in place of an agent
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "chaos.h"

#define RUNS_MAX 4096
#define KEY_MAX 32

static struct {
	char key[KEY_MAX];
	int64_t from_ns, to_ns;
} runs[RUNS_MAX];
static int run_count;
static int64_t born_ns;

static void note_run(const char *key, int64_t from_ns)
{
	if (run_count == RUNS_MAX)
		return;
	snprintf(runs[run_count].key, KEY_MAX, "%s", key);
	runs[run_count].from_ns = from_ns;
	runs[run_count].to_ns = epoch_ns();
	run_count++;
}

void tell_runs(void)
{
	for (int i = 0; i < run_count; i++)
		printf("%s ran %lld %lld\n", runs[i].key, (long long)runs[i].from_ns, (long long)runs[i].to_ns);
}

void tell_life(const char *key)
{
	printf("%s lived %lld %lld\n", key, (long long)born_ns, (long long)epoch_ns());
}

void must(long value, const char *what)
{
	if (value < 0) {
		perror(what);
		exit(1);
	}
}

int make_and_remove(const char *path)
{
	int file = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
	if (file < 0)
		return -1;
	int failed = write(file, "x", 1) != 1;
	failed |= close(file) != 0;
	failed |= unlink(path) != 0;
	return failed ? -1 : 0;
}

int run(const char *path, const char *key, int expected_code)
{
	char code[16];
	snprintf(code, sizeof code, "%d", expected_code);
	int64_t from_ns = epoch_ns();
	pid_t child = fork();
	if (child < 0)
		return -1;
	if (child == 0) {
		execl(path, path, "end", key, code, (char *)NULL);
		_exit(errno == ENOENT ? expected_code : 126);
	}
	int status;
	if (waitpid(child, &status, 0) != child)
		return -1;
	note_run(key, from_ns);
	return WIFEXITED(status) && WEXITSTATUS(status) == expected_code ? 0 : -1;
}

int main(int argc, char **argv)
{
	born_ns = epoch_ns();
	if (argc == 3 && strcmp(argv[1], "serve") == 0)
		return serve(atoi(argv[2]));
	if (argc == 3 && strcmp(argv[1], "load") == 0)
		return load(atoi(argv[2]));
	if (argc == 4 && strcmp(argv[1], "job") == 0)
		return job(argv[2], atoi(argv[3]));
	if (argc == 4 && strcmp(argv[1], "flood") == 0)
		return flood(argv[2], atoi(argv[3]));
	if (argc == 4 && strcmp(argv[1], "bomb") == 0)
		return bomb(argv[2], atoi(argv[3]));
	if (argc == 2 && strcmp(argv[1], "steady") == 0)
		return steady();
	if (argc == 2 && strcmp(argv[1], "burn") == 0)
		return burn();
	if (argc == 4 && strcmp(argv[1], "end") == 0)
		return atoi(argv[3]);
	fprintf(stderr, "usage: chaos serve PORT | load PORT | job KEY COUNT | flood KEY SECONDS | bomb KEY SECONDS | steady | burn | end KEY CODE\n");
	return 2;
}
