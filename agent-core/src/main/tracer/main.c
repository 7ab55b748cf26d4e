/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vedette-tracer: sees every process that is made, executed or ended in this pid namespace, by ptrace, and writes it
 * into memory that it shares with the agent.
 *
 *	vedette-tracer MEMORY_FD WAKE_FD LIFE_FD RING_BYTES AGENT_PID DEBUGGERS CPU_STAT
 *
 * It is a process of its own, so that an agent that is paused, stopped or killed holds up no app. Ends when the other
 * end of LIFE_FD is closed. CPU_STAT is the file that tells how often the quota of the agent's container ran out, or
 * nothing.
 */
#define _GNU_SOURCE
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "tracer.h"

#define SLICE_NS 100000

struct control *control;
pid_t agent_pid;

uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* One that goes on already stays what it is. */
void begin_outage(uint64_t from_ns, uint32_t cause)
{
	if (control->outage_from_ns == 0) {
		control->outage_cause = cause;
		control->outage_from_ns = from_ns;
	}
}

/* One that is over. */
void note_outage(uint64_t from_ns, uint64_t to_ns, uint32_t cause)
{
	struct outage *outage = &control->past[control->outages % OUTAGES];

	outage->from_ns = from_ns;
	outage->to_ns = to_ns;
	outage->cause = cause;
	__atomic_fetch_add(&control->outages, 1, __ATOMIC_RELEASE);
}

void end_outage(uint64_t to_ns)
{
	if (control->outage_from_ns == 0)
		return;
	note_outage(control->outage_from_ns, to_ns, control->outage_cause);
	control->outage_from_ns = 0;
}

/*
 * The agent stands back for the app. Whoever an app waits for must not, as far as that can be undone: it runs for a
 * moment only, which from Linux 6.12 on lets it go before others when it says so.
 */
static void be_prompt(void)
{
	struct sched_attr {
		uint32_t size, policy;
		uint64_t flags;
		int32_t nice;
		uint32_t priority;
		uint64_t runtime_ns, deadline_ns, period_ns;
	} prompt = { .size = sizeof(prompt), .policy = SCHED_OTHER, .runtime_ns = SLICE_NS };

	setpriority(PRIO_PROCESS, 0, 0);
	prompt.nice = getpriority(PRIO_PROCESS, 0);
	syscall(SYS_sched_setattr, 0, &prompt, 0);
}

/* Nothing but tracing is left, and nothing more can be got. */
static void give_up_rights(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct halves[2];
	uint32_t tracing = 1u << CAP_SYS_PTRACE;

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (syscall(SYS_capget, &header, halves) != 0)
		return;
	halves[0].permitted &= tracing;
	halves[0].effective &= tracing;
	halves[0].inheritable = 0;
	halves[1] = (struct __user_cap_data_struct){ 0 };
	syscall(SYS_capset, &header, halves);
}

static void reset_signals(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGCHLD, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGINT, SIG_IGN);
}

int main(int argc, char **argv)
{
	if (argc != 8 || !ring_open(atoi(argv[1]), atoi(argv[2]), strtoull(argv[4], NULL, 10)))
		return 2;
	agent_pid = atoi(argv[5]);
	setsid();
	prctl(PR_SET_NAME, "vedette-guard");
	reset_signals();
	be_prompt();
	give_up_rights();
	aside_init(argv[6]);
	return guard(atoi(argv[3]), argv[7]);
}
