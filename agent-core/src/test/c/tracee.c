/*
 * Does what a tracer could spoil, and checks that it comes out as if nobody traced.
 *
 *   tracee SETUID-COPY
 *
 * SETUID-COPY is a copy of this program that belongs to root and is setuid; this one runs as somebody else. Says which
 * check failed and ends with 1, else with 0.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int failures;
static volatile sig_atomic_t signals, value;

static void check(int holds, const char *what)
{
	if (!holds) {
		printf("FAILED: %s (errno %d)\n", what, errno);
		failures++;
	}
}

static void on_signal(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	signals++;
	value = info->si_value.sival_int;
}

static int status_of(pid_t pid, int options)
{
	int status = -1;

	return waitpid(pid, &status, options) == pid ? status : -1;
}

/* Stops and goes on as its parent says; the parent is told of both. */
static void group_stop(void)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		for (;;)
			pause();
	/* A group that nobody of its session looks after does not stop by a terminal's signals. */
	check(setpgid(pid, pid) == 0, "a group of its own");
	check(kill(pid, SIGSTOP) == 0, "SIGSTOP can be sent");
	status = status_of(pid, WUNTRACED);
	check(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP, "a stop by SIGSTOP is told to the parent");
	usleep(20000);
	check(waitpid(pid, &status, WNOHANG | WCONTINUED) == 0, "a stopped process stays stopped");
	check(kill(pid, SIGCONT) == 0, "SIGCONT can be sent");
	status = status_of(pid, WCONTINUED);
	check(WIFCONTINUED(status), "that it goes on is told to the parent");
	check(kill(pid, SIGTSTP) == 0, "SIGTSTP can be sent");
	status = status_of(pid, WUNTRACED);
	check(WIFSTOPPED(status) && WSTOPSIG(status) == SIGTSTP, "a stop by SIGTSTP is told to the parent");
	check(kill(pid, SIGKILL) == 0, "a stopped process can be killed");
	status = status_of(pid, 0);
	check(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "it ends by SIGKILL");
}

static void delivered_signals(void)
{
	struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO };
	int i;

	sigaction(SIGRTMIN, &action, NULL);
	for (i = 1; i <= 500; i++)
		check(sigqueue(getpid(), SIGRTMIN, (union sigval){ .sival_int = i }) == 0 && signals == i && value == i,
		      "a signal comes at once, with its value");
	signal(SIGUSR1, SIG_IGN);
	check(raise(SIGUSR1) == 0, "an ignored signal is ignored");
}

static void *exec_true(void *nothing)
{
	(void)nothing;
	execl("/bin/true", "true", "from-a-thread", NULL);
	_exit(111);
}

static void *idle(void *nothing)
{
	while (pause())
		;
	return nothing;
}

/* The threads go, and the process goes on with the id of its first one. */
static void exec_from_a_thread(void)
{
	pid_t pid = fork();
	int i, status;

	if (pid == 0) {
		pthread_t thread;

		for (i = 0; i < 8; i++)
			pthread_create(&thread, NULL, idle, NULL);
		pthread_create(&thread, NULL, exec_true, NULL);
		for (;;)
			pause();
	}
	status = status_of(pid, 0);
	check(WIFEXITED(status) && WEXITSTATUS(status) == 0, "a thread other than the first can call exec");
}

static void *end_process(void *nothing)
{
	(void)nothing;
	usleep(1000);
	_exit(42);
}

static void exit_of_the_first_thread(void)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		pthread_t thread;

		pthread_create(&thread, NULL, end_process, NULL);
		pthread_exit(NULL);
	}
	status = status_of(pid, 0);
	check(WIFEXITED(status) && WEXITSTATUS(status) == 42, "the last thread's exit code is the process's");
}

static void spawned(void)
{
	char *args[] = { "true", "spawned", NULL };
	char *environment[] = { NULL };
	pid_t pid = -1;
	int i, status;

	for (i = 0; i < 50; i++) {
		check(posix_spawn(&pid, "/bin/true", NULL, NULL, args, environment) == 0, "posix_spawn works");
		status = status_of(pid, 0);
		check(WIFEXITED(status) && WEXITSTATUS(status) == 0, "what is spawned runs");
	}
	check(posix_spawn(&pid, "/nowhere", NULL, NULL, args, environment) == ENOENT, "a failed spawn says so");
}

static void keeps_its_rights(const char *copy)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		execl(copy, copy, "--euid", NULL);
		_exit(111);
	}
	status = status_of(pid, 0);
	check(getuid() != 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0, "a setuid program becomes root");
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--euid") == 0)
		return geteuid() == 0 && getuid() != 0 ? 0 : 1;
	if (argc != 2)
		return 2;
	group_stop();
	delivered_signals();
	exec_from_a_thread();
	exit_of_the_first_thread();
	spawned();
	keeps_its_rights(argv[1]);
	printf("%d checks failed\n", failures);
	return failures != 0;
}
