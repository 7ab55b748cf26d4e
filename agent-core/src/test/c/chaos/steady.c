/*
 * Works all the time: files, and one time in five a process. SIGUSR1 begins another phase, 'd' after 's'; SIGTERM ends
 * it, with its counts and exit code 0.
 */
#include <signal.h>
#include <stdio.h>

#include "chaos.h"

#define NAP_NS 4000000
#define RUN_EVERY 5
#define PHASES 2

static volatile sig_atomic_t phase;
static volatile sig_atomic_t ended;

static void next_phase(int signal)
{
	(void)signal;
	phase = 1;
}

static void end(int signal)
{
	(void)signal;
	ended = 1;
}

int steady(void)
{
	const char *keys[PHASES] = {"ps", "pd"};
	long worked[PHASES] = {0};
	long ran[PHASES] = {0};
	char path[32];
	must(sigaction(SIGUSR1, &(struct sigaction){.sa_handler = next_phase, .sa_flags = SA_RESTART}, NULL), "SIGUSR1");
	must(sigaction(SIGTERM, &(struct sigaction){.sa_handler = end, .sa_flags = SA_RESTART}, NULL), "SIGTERM");
	while (!ended) {
		int now = phase;
		snprintf(path, sizeof path, "/tmp/%s-file", keys[now]);
		must(make_and_remove(path), path);
		if (++worked[now] % RUN_EVERY == 0) {
			must(run("/bin/chaos", keys[now], 0), "a process");
			ran[now]++;
		}
		nanosleep(&(struct timespec){0, NAP_NS}, NULL);
	}
	for (int i = 0; i < PHASES; i++)
		printf("%1$s open %2$ld\n%1$s unlink %2$ld\n%1$s exec %3$ld\n", keys[i], worked[i], ran[i]);
	tell_runs();
	return fflush(stdout);
}
