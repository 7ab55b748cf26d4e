/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loop: waits for stops, answers each at once, and looks for what is new at each tick.
 *
 * Who freezes the agent's container freezes the guard, too. So a timer of the kernel's kills this process, as long as
 * it is not put off, which works in a cgroup of version 2 that is frozen; in one of version 1 nothing does.
 */
#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tracer.h"

#define SLOW_LOOK_NS 1000000000ull
/* Of waiting for a CPU between two ticks. */
#define STARVING_NS 8000000
#define STOPS_A_TURN 256
#define STOPS_A_BEAT 16
/* A task's containers start one after the other. */
#define STARTING_NS 30000000000ull

static volatile sig_atomic_t is_tick;
static timer_t last_resort;
static bool has_last_resort;
/* What happened before it has been told. */
static uint64_t answered_ns;

static void tick(int signal)
{
	(void)signal;
	is_tick = 1;
}

static void tick_every(uint64_t ns)
{
	struct itimerval every = { .it_interval = { 0, (suseconds_t)(ns / 1000) } };
	static uint64_t now_every;

	if (ns == now_every)
		return;
	now_every = ns;
	every.it_value = every.it_interval;
	setitimer(ITIMER_REAL, &every, NULL);
}

static void start_ticks(void)
{
	struct sigaction action = { .sa_handler = tick };

	sigaction(SIGALRM, &action, NULL);
	tick_every(SHORT_TICK_NS);
}

/* Should this be ended, what came later may be missing, and nothing else. */
static void note_whole(void)
{
	uint64_t looked = looked_until();
	uint64_t accounted = accounted_until(answered_ns < looked ? answered_ns : looked);

	if (!are_some_held())
		__atomic_store_n(&control->whole_until_ns, accounted, __ATOMIC_RELEASE);
}

/* The kernel lets all go at the end. */
static void end_if_starved(void)
{
	static uint64_t waited_ns;
	uint64_t before = waited_ns;

	waited_ns = waited_for_cpu_ns();
	if (before && waited_ns - before > STARVING_NS && are_cpus_taken() && has_small_share())
		_exit(EXIT_STARVED);
}

static void on_tick(uint64_t now)
{
	static uint64_t next_slow;

	is_tick = 0;
	end_if_starved();
	tick_every(now < expecting_until_ns ? SHORT_TICK_NS : TICK_NS);
	held_turn();
	if (is_all_aside)
		return;
	take_turn();
	find_new(now);
	if (now >= next_slow) {
		next_slow = now + SLOW_LOOK_NS;
		find_all();
	}
	unseen_turn(now);
	note_whole();
}

static void make_last_resort(void)
{
	struct sigevent kill_this = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL };

	has_last_resort = timer_create(CLOCK_MONOTONIC, &kill_this, &last_resort) == 0;
}

static void beat(uint64_t now)
{
	static const struct itimerspec end = { .it_value = { 0, STARVED_NS } };
	static uint64_t put_off_ns;

	__atomic_store_n(&control->beat_ns, now, __ATOMIC_RELEASE);
	if (has_last_resort && now - put_off_ns > TICK_NS) {
		put_off_ns = now;
		timer_settime(last_resort, 0, &end, NULL);
	}
}

struct change {
	pid_t tid;
	int status;
};

/* Waits for the first one if asked to. Answers how many there are. */
static uint32_t collect(struct change *changes, bool wait)
{
	uint32_t count = 0;

	while (count < STOPS_A_TURN) {
		struct change *change = &changes[count];

		change->tid = waitpid(-1, &change->status, __WALL | (wait ? 0 : WNOHANG));
		if (change->tid <= 0) {
			if (change->tid < 0 && errno == ECHILD && wait)
				usleep(TICK_NS / 1000);
			return count;
		}
		wait = false;
		count++;
	}
	return count;
}

/* Of a task whose maker has yet to say that it made it. */
static bool is_first_stop(const struct change *change)
{
	return WIFSTOPPED(change->status) && change->status >> 16 == PTRACE_EVENT_STOP && !find_task(change->tid);
}

static bool is_stopped(pid_t tid)
{
	siginfo_t info;

	return ptrace(PTRACE_GETSIGINFO, tid, NULL, &info) == 0 || errno == EINVAL;
}

/*
 * Answers all stops that there are, up to a bound. The kernel gives those of the newest tasks first, so that one by one
 * a flood of processes would hold up all others, and its own makers.
 */
static void answer(uint64_t now, bool wait)
{
	static struct change changes[STOPS_A_TURN];
	uint32_t i, count = collect(changes, wait), later = 0;

	for (i = 0; i < count; i++) {
		struct change change = changes[i];

		if (i % STOPS_A_BEAT == STOPS_A_BEAT - 1)
			beat(now_ns());
		if (is_first_stop(&change))
			changes[later++] = change;
		else if (WIFSTOPPED(change.status))
			on_stop(change.tid, change.status);
		else
			on_gone(change.tid, (uint32_t)change.status);
	}
	/* Their makers may have said so by now; who was killed meanwhile is gone. */
	for (i = 0; i < later; i++)
		if (is_stopped(changes[i].tid))
			on_stop(changes[i].tid, changes[i].status);
	if (count < STOPS_A_TURN)
		answered_ns = now;
}

/* Also amid work that takes long: somebody may wait. */
void keep_up(void)
{
	answer(now_ns(), false);
	beat(now_ns());
}

/* Processes are made while they are looked for: until none is new. */
static void begin(void)
{
	uint32_t before;

	do {
		before = control->traced;
		look_from_here();
		find_all();
	} while (control->traced > before);
	watching_since_ns = now_ns();
	expecting_until_ns = watching_since_ns + STARTING_NS;
	control->whole_until_ns = watching_since_ns;
	end_outage(watching_since_ns);
	__atomic_store_n(&control->state, control->traced == 0 && control->refused > 0 ? STATE_REFUSED : STATE_WATCHING,
			 __ATOMIC_RELEASE);
}

void trace(void)
{
	start_ticks();
	make_last_resort();
	seize_init();
	begin();
	for (;;) {
		uint64_t now = now_ns();

		answer(now, true);
		now = now_ns();
		beat(now);
		aside_turn(now);
		if (is_tick)
			on_tick(now);
	}
}
