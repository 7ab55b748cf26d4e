/*
 * Does one thing over and over and says how long that took.
 *
 *   load KIND COUNT RATE [PATH | COMMAND ARG...]
 *
 * KIND is a row of `kinds` below. RATE is how many a second are begun, whether
 * or not those before were late; 0: as fast as it goes. PATH is what is opened,
 * else this program; COMMAND what is spawned, else /bin/true. What is written
 * to is a file in the working directory that is gone at the end.
 *
 * Some hundredth as many go ahead of what is measured. A line on stdout:
 * operations, wall time and CPU time in nanoseconds, of which the CPU time has
 * the children's too, and the boot time at which the first one began.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SECOND_NS 1000000000ull
#define MIXED_SPAWN_EVERY 100
#define MIXED_CONNECT_EVERY 20
#define MIXED_WRITE_EVERY 10

static char true_program[] = "/bin/true";
static char *true_command[] = { true_program, NULL };
static char **command = true_command;
static const char *path = "/proc/self/exe";
static char written[64], renamed[128];
static struct sockaddr_in listener = { .sin_family = AF_INET };

static void die(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	exit(1);
}

static uint64_t time_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

static uint64_t cpu_ns(int who)
{
	struct rusage usage;

	getrusage(who, &usage);
	return ((uint64_t)usage.ru_utime.tv_sec + (uint64_t)usage.ru_stime.tv_sec) * SECOND_NS +
	       ((uint64_t)usage.ru_utime.tv_usec + (uint64_t)usage.ru_stime.tv_usec) * 1000;
}

static void spawn_one(uint64_t i)
{
	char *env[] = { "PATH=/usr/bin:/bin", NULL };
	int status;
	pid_t pid = fork();

	(void)i;
	if (pid == 0) {
		execve(command[0], command, env);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
		die(command[0]);
}

static void open_as(const char *what, int flags)
{
	int fd = open(what, flags | O_CLOEXEC, 0600);

	if (fd < 0)
		die(what);
	close(fd);
}

static void open_one(uint64_t i)
{
	(void)i;
	open_as(path, O_RDONLY);
}

/* An open that might write is never told together with others. */
static void open_each(uint64_t i)
{
	(void)i;
	open_as(written, O_RDWR | O_CREAT);
}

static void write_one(uint64_t i)
{
	int fd = open(written, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	(void)i;
	if (fd < 0 || write(fd, "x", 1) != 1)
		die(written);
	close(fd);
}

static void rename_one(uint64_t i)
{
	if (i == 0)
		open_as(written, O_WRONLY | O_CREAT);
	if (rename(i % 2 ? renamed : written, i % 2 ? written : renamed) < 0)
		die(written);
}

static void *accept_all(void *fd)
{
	for (;;) {
		int peer = accept((int)(intptr_t)fd, NULL, NULL);

		if (peer < 0)
			return NULL;
		close(peer);
	}
}

static void listen_for_self(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t length = sizeof listener;
	pthread_t thread;

	listener.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&listener, length) < 0 || listen(fd, 1024) < 0 ||
	    getsockname(fd, (struct sockaddr *)&listener, &length) < 0)
		die("listen");
	if (pthread_create(&thread, NULL, accept_all, (void *)(intptr_t)fd) != 0)
		die("pthread_create");
}

/* Reset at the end: else the ports are used up within a minute. */
static void connect_one(uint64_t i)
{
	struct linger reset = { 1, 0 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)i;
	if (fd < 0 || connect(fd, (struct sockaddr *)&listener, sizeof listener) < 0)
		die("connect");
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
	close(fd);
}

static void getppid_one(uint64_t i)
{
	(void)i;
	syscall(SYS_getppid);
}

static void mixed_one(uint64_t i)
{
	if (i % MIXED_SPAWN_EVERY == 0)
		spawn_one(i);
	else if (i % MIXED_CONNECT_EVERY == 1)
		connect_one(i);
	else if (i % MIXED_WRITE_EVERY == 2)
		write_one(i);
	else
		open_one(i);
}

static const struct kind {
	const char *name;
	void (*one)(uint64_t i);
} kinds[] = {
	{ "spawn", spawn_one },	  { "open", open_one },	      { "open-each", open_each }, { "write", write_one },
	{ "rename", rename_one }, { "connect", connect_one }, { "getppid", getppid_one }, { "mixed", mixed_one },
};

static void usage(void)
{
	fprintf(stderr, "usage: load spawn|open|open-each|write|rename|connect|getppid|mixed "
			"COUNT RATE [PATH | COMMAND ARG...]\n");
	exit(2);
}

static const struct kind *find(const char *name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	usage();
	return NULL;
}

static uint64_t number(const char *text)
{
	char *end;
	long long value = strtoll(text, &end, 10);

	if (value < 0 || *end || end == text)
		usage();
	return (uint64_t)value;
}

static void sleep_until(uint64_t due_ns)
{
	struct timespec due = { (time_t)(due_ns / SECOND_NS), (long)(due_ns % SECOND_NS) };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) == EINTR)
		;
}

static void repeat(const struct kind *kind, uint64_t count, uint64_t rate)
{
	uint64_t start = time_ns(CLOCK_MONOTONIC);

	for (uint64_t i = 0; i < count; i++) {
		if (rate) {
			uint64_t due = start + (uint64_t)((double)i * SECOND_NS / (double)rate);

			/* A sleep is never shorter than some 50 us: those due within it go at
			 * once. */
			if (due > time_ns(CLOCK_MONOTONIC))
				sleep_until(due);
		}
		kind->one(i);
	}
}

int main(int argc, char **argv)
{
	const struct kind *kind;
	uint64_t count, rate, boot, start, cpu;

	if (argc < 4)
		usage();
	kind = find(argv[1]);
	count = number(argv[2]);
	rate = number(argv[3]);
	if (argc > 4) {
		path = argv[4];
		command = argv + 4;
	}
	snprintf(written, sizeof written, "./load-%d.tmp", (int)getpid());
	snprintf(renamed, sizeof renamed, "%s.renamed", written);
	listen_for_self();

	repeat(kind, count / 100 & ~1ull, rate);
	boot = time_ns(CLOCK_BOOTTIME);
	start = time_ns(CLOCK_MONOTONIC);
	cpu = cpu_ns(RUSAGE_SELF) + cpu_ns(RUSAGE_CHILDREN);
	repeat(kind, count, rate);
	start = time_ns(CLOCK_MONOTONIC) - start;
	cpu = cpu_ns(RUSAGE_SELF) + cpu_ns(RUSAGE_CHILDREN) - cpu;
	unlink(written);
	unlink(renamed);
	printf("%llu %llu %llu %llu\n", (unsigned long long)count, (unsigned long long)start, (unsigned long long)cpu,
	       (unsigned long long)boot);
	return 0;
}
