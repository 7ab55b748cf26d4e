/*
 * Makes processes at full speed and writes down what it did, so that a test compares events with the truth.
 *
 *   spawn N PREFIX OUTFILE [--exit-codes] [--signal-every K] [--fail-every K] [--vfork] [--after-ms MS]
 *
 * Process i (from 0) is a fork and an execve of this program with the args
 *
 *   ARGV0 --end=exit:CODE|--end=signal:9 PREFIX-i FILLER…
 *
 * and it ends at once: with 0, with i % 256 (--exit-codes), or by SIGKILL (each Kth, --signal-every). Each Kth execve
 * fails instead with ENOENT (--fail-every, which goes first), and that child ends with 127. The next process starts when
 * the last was waited for. The first one starts at once, or later (--after-ms).
 *
 * OUTFILE (- is stdout) is written at the end, a line for each process, its fields separated by tabs:
 *
 *   i, pid (in this namespace), status (as waitpid gave it), boot time before fork and after wait (ns), 1 if the execve
 *   was to fail or 0, the path given to execve, and each arg
 */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FILLERS_MAX 4
#define FILLER_BYTES 97
#define LONG_FILLER_BYTES 3000
#define LONG_FILLER_EVERY 50
#define ARGS_MAX (3 + FILLERS_MAX + 1)

struct options {
	long count;
	const char *prefix;
	const char *out;
	int exit_codes;
	int use_vfork;
	long signal_every;
	long fail_every;
	long after_ms;
	char *self;
};

struct outcome {
	uint64_t before_ns;
	uint64_t after_ns;
	int32_t pid;
	int32_t status;
};

struct command {
	char *path;
	char *argv[ARGS_MAX];
	char end[32];
	char name[256];
	char fillers[FILLERS_MAX][LONG_FILLER_BYTES + 1];
};

static void die(const char *what)
{
	fprintf(stderr, "spawn: %s: %s\n", what, strerror(errno));
	exit(1);
}

static uint64_t boot_time_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int is_each(long i, long every)
{
	return every > 0 && i % every == every - 1;
}

/* Lengths differ from process to process, 0 included, and some exceed what a small buffer holds. */
static void fill(char *filler, long i, long n)
{
	size_t length = (size_t)((i * 31 + n * 17) % FILLER_BYTES);

	if (n == 0 && is_each(i, LONG_FILLER_EVERY))
		length = LONG_FILLER_BYTES;
	memset(filler, 'a' + (int)((i + n) % 26), length);
	filler[length] = 0;
}

/* Depends on i alone, so that the report can make it again instead of keeping it. */
static void prepare(struct command *command, const struct options *options, long i)
{
	static char missing[] = "/nonexistent/spawn";
	long n, fillers = 1 + i % FILLERS_MAX;
	int argc = 0;

	command->path = is_each(i, options->fail_every) ? missing : options->self;
	if (is_each(i, options->signal_every))
		snprintf(command->end, sizeof command->end, "--end=signal:%d", SIGKILL);
	else
		snprintf(command->end, sizeof command->end, "--end=exit:%ld", options->exit_codes ? i % 256 : 0);
	snprintf(command->name, sizeof command->name, "%s-%ld", options->prefix, i);

	command->argv[argc++] = options->self;
	command->argv[argc++] = command->end;
	command->argv[argc++] = command->name;
	for (n = 0; n < fillers; n++) {
		fill(command->fillers[n], i, n);
		command->argv[argc++] = command->fillers[n];
	}
	command->argv[argc] = NULL;
}

static pid_t start_plain(const struct command *command, char **env)
{
	pid_t pid = fork();

	if (pid == 0) {
		execve(command->path, command->argv, env);
		_exit(127);
	}
	return pid;
}

static pid_t start_vfork(const struct command *command, char **env)
{
	pid_t pid = vfork();

	if (pid == 0) {
		execve(command->path, command->argv, env);
		_exit(127);
	}
	return pid;
}

static void spawn(struct outcome *outcome, const struct command *command, int use_vfork, char **env)
{
	outcome->before_ns = boot_time_ns();
	outcome->pid = use_vfork ? start_vfork(command, env) : start_plain(command, env);
	if (outcome->pid < 0)
		die("fork");
	if (waitpid(outcome->pid, &outcome->status, 0) != outcome->pid)
		die("waitpid");
	outcome->after_ns = boot_time_ns();
}

static void report(const struct options *options, const struct outcome *outcomes)
{
	FILE *out = strcmp(options->out, "-") == 0 ? stdout : fopen(options->out, "w");
	struct command command;
	long i;

	if (!out)
		die(options->out);
	for (i = 0; i < options->count; i++) {
		const struct outcome *o = &outcomes[i];
		char **arg;

		prepare(&command, options, i);
		fprintf(out, "%ld\t%d\t%d\t%llu\t%llu\t%d\t%s", i, o->pid, o->status, (unsigned long long)o->before_ns,
			(unsigned long long)o->after_ns, is_each(i, options->fail_every), command.path);
		for (arg = command.argv; *arg; arg++)
			fprintf(out, "\t%s", *arg);
		fputc('\n', out);
	}
	if (fclose(out) != 0)
		die(options->out);
}

static void end_as_told(const char *how)
{
	if (strncmp(how, "signal:", 7) == 0)
		kill(getpid(), atoi(how + 7));
	_exit(strncmp(how, "exit:", 5) == 0 ? atoi(how + 5) : 126);
}

static void usage(void)
{
	fprintf(stderr,
		"usage: spawn N PREFIX OUTFILE [--exit-codes] [--signal-every K] [--fail-every K] [--vfork] [--after-ms MS]\n");
	exit(2);
}

static long parse_count(const char *text)
{
	char *end;
	long value = text ? strtol(text, &end, 10) : -1;

	if (value < 0 || *end)
		usage();
	return value;
}

static void parse(struct options *options, char **argv)
{
	char **arg;

	/* Found from any working directory, but as the path that it was started with where that says it all. */
	options->self = argv[0][0] == '/' ? argv[0] : "/proc/self/exe";
	options->count = parse_count(argv[1]);
	options->prefix = argv[2];
	options->out = argv[3];
	for (arg = argv + 4; *arg; arg++) {
		if (strcmp(*arg, "--exit-codes") == 0)
			options->exit_codes = 1;
		else if (strcmp(*arg, "--vfork") == 0)
			options->use_vfork = 1;
		else if (strcmp(*arg, "--signal-every") == 0)
			options->signal_every = parse_count(*++arg);
		else if (strcmp(*arg, "--fail-every") == 0)
			options->fail_every = parse_count(*++arg);
		else if (strcmp(*arg, "--after-ms") == 0)
			options->after_ms = parse_count(*++arg);
		else
			usage();
	}
}

int main(int argc, char **argv, char **env)
{
	struct options options = { 0 };
	struct outcome *outcomes;
	struct command command;
	long i;

	if (argc > 1 && strncmp(argv[1], "--end=", 6) == 0)
		end_as_told(argv[1] + 6);
	if (argc < 4)
		usage();
	parse(&options, argv);

	outcomes = calloc((size_t)options.count + 1, sizeof *outcomes);
	if (!outcomes)
		die("calloc");
	usleep((useconds_t)options.after_ms * 1000);
	for (i = 0; i < options.count; i++) {
		prepare(&command, &options, i);
		spawn(&outcomes[i], &command, options.use_vfork, env);
	}
	report(&options, outcomes);
	return 0;
}
