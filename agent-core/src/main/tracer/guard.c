/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Starts the tracer, ends one that is late, and starts the next one. Ends with it when the agent is gone.
 *
 * It traces nothing, so nobody waits for it. Killing the tracer lets all its tasks go at once. A guard that was late
 * itself does not blame the tracer: then both were held, or the machine was. Should the guard die, the kernel kills the
 * tracer. Where both are frozen, only the kernel is left to do it: see loop.c.
 *
 * A quota that runs out stops guard and tracer for most of a period, again and again. Then nothing is traced until it
 * has not run out for a while. So it is where others use all CPUs and the agent's container has a small share of them.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tracer.h"

#define TURN_MS 8
#define TURN_NS (TURN_MS * 1000000ull)
#define SECOND_NS 1000000000ull
/* Several ticks of the tracer. */
#define DUE_NS (3 * TICK_NS)
/* So many ends in a row cost a pause each, up to a minute: something here holds the tracer up. */
#define ENDS_WITHOUT_PAUSE 3
#define ENDS_IN_A_ROW_NS (10 * SECOND_NS)
#define PAUSE_MAX_NS (60 * SECOND_NS)
/* The agent waits twice as long. */
#define FINISH_NS (250 * 1000000ull)
/* In one with a small share: the aim for what an app may wait. */
#define STARVED_SMALL_NS (50 * 1000000ull)
/* An outage that goes on is told piece by piece. */
#define PIECE_NS (10 * SECOND_NS)

static pid_t tracer;
static uint64_t started_ns;
static uint64_t next_start_ns;
static uint32_t ends;
/* After which the tracer was asked to go on. */
static uint64_t asked_beat_ns;

static int cpu_stat_fd = -1;
static uint64_t times_throttled;
/* What the last one was ended by. */
static uint32_t last_cause;
static uint64_t next_quota_look_ns;

/* Whether the quota of the agent's container has run out since the last look. */
static bool has_run_out(void)
{
	char text[1024];
	ssize_t length = cpu_stat_fd < 0 ? 0 : pread(cpu_stat_fd, text, sizeof(text) - 1, 0);
	uint64_t before = times_throttled;
	char *line;

	text[length > 0 ? length : 0] = 0;
	line = strstr(text, "nr_throttled ");
	if (line)
		times_throttled = strtoull(line + strlen("nr_throttled "), NULL, 10);
	return times_throttled > before;
}

static void start(uint64_t now)
{
	pid_t self = getpid();

	control->beat_ns = now;
	control->whole_until_ns = now;
	control->state = STATE_STARTING;
	control->traced = 0;
	started_ns = now;
	last_cause = 0;
	has_run_out();
	tracer = fork();
	if (tracer == 0) {
		prctl(PR_SET_NAME, "vedette-tracer");
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != self)
			_exit(0);
		ring_recover();
		trace();
	}
	control->tracer = tracer > 0 ? (uint32_t)tracer : 0;
}

static void note_end(uint64_t now, uint32_t cause)
{
	uint32_t free_ends = cause == OUTAGE_THROTTLED || cause == OUTAGE_STARVED ? 0 : ENDS_WITHOUT_PAUSE;
	uint64_t pause;

	begin_outage(control->whole_until_ns, cause);
	tracer = 0;
	ends = now - started_ns < ENDS_IN_A_ROW_NS ? ends + 1 : 1;
	pause = ends <= free_ends ? 0 : SECOND_NS << (ends - free_ends < 7 ? ends - free_ends - 1 : 6);
	next_start_ns = now + (pause < PAUSE_MAX_NS ? pause : PAUSE_MAX_NS);
	last_cause = cause;
	next_quota_look_ns = now + SECOND_NS;
}

static void end(void)
{
	if (tracer > 0) {
		kill(tracer, SIGKILL);
		while (waitpid(tracer, NULL, 0) < 0 && errno == EINTR)
			;
	}
}

/*
 * Where a machine has taken away the CPU that the tracer's timers are on, and no other, the tracer sleeps: nobody waits
 * for it, and it would answer who stops. Both signals are what its timers send.
 */
static void ask_to_go_on(uint64_t beat)
{
	asked_beat_ns = beat;
	kill(tracer, SIGVTALRM);
	kill(tracer, SIGALRM);
}

/*
 * Why the tracer is to be ended, or 0. One that waits for a CPU is left alone for a while: it would have to get one to
 * end, too, and what it is late with comes no sooner.
 */
static uint32_t why_late(uint64_t now, uint64_t own_late_ns)
{
	uint64_t beat = __atomic_load_n(&control->beat_ns, __ATOMIC_ACQUIRE);
	uint64_t late_ns = now > beat ? now - beat : 0;
	bool is_late = late_ns > LATE_NS || own_late_ns > LATE_NS, is_asked = asked_beat_ns == beat;
	struct stat_line line;
	bool wants_cpu;

	/* That it ran out without a harm a while ago does not count. */
	if ((is_late || now >= next_quota_look_ns) && has_run_out() && is_late)
		return OUTAGE_THROTTLED;
	if (now >= next_quota_look_ns)
		next_quota_look_ns = now + SECOND_NS;
	if (late_ns > DUE_NS)
		ask_to_go_on(beat);
	if (late_ns <= LATE_NS)
		return 0;
	wants_cpu = read_stat(tracer, &line) && line.state == 'R';
	/* Who shares it is late itself then. */
	if (wants_cpu && late_ns > STARVED_SMALL_NS && has_small_share())
		return OUTAGE_STARVED;
	if (own_late_ns > 2 * TURN_NS || !is_asked)
		return 0;
	return late_ns > STARVED_NS || !wants_cpu ? OUTAGE_LATE : 0;
}

static void look(uint64_t now, uint64_t own_late_ns)
{
	uint32_t cause;
	int status;

	if (waitpid(tracer, &status, WNOHANG) == tracer) {
		/* One that was frozen with this has been ended by the kernel. */
		cause = own_late_ns > LATE_NS ? OUTAGE_LATE : OUTAGE_ENDED;
		if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_STARVED)
			cause = OUTAGE_STARVED;
		note_end(now, has_run_out() ? OUTAGE_THROTTLED : cause);
	} else if ((cause = why_late(now, own_late_ns)) != 0) {
		end();
		note_end(now, cause);
	}
}

/* Of what the last tracer had to be ended for. */
static bool is_still_short(void)
{
	return (last_cause == OUTAGE_THROTTLED && has_run_out()) ||
	       (last_cause == OUTAGE_STARVED && are_cpus_taken() && has_small_share());
}

/* Whether a tracer may be started. */
static bool is_time(uint64_t now)
{
	uint64_t since = control->outage_from_ns;

	if (since && now > since + PIECE_NS) {
		uint32_t cause = control->outage_cause;

		end_outage(now);
		begin_outage(now, cause);
	}
	if (now >= next_quota_look_ns) {
		next_quota_look_ns = now + SECOND_NS;
		if (is_still_short() && next_start_ns < next_quota_look_ns)
			next_start_ns = next_quota_look_ns;
	}
	return now >= next_start_ns;
}

/* Whether something that was done before may be neither told nor in an outage. */
static bool is_behind(uint64_t asked_ns)
{
	return tracer > 0 && !control->outage_from_ns && control->whole_until_ns < asked_ns;
}

/* What was done before the agent asked for the end is told first; what can't be in time, is told as an outage. */
static void finish(uint64_t asked_ns)
{
	uint64_t now = asked_ns, last;

	__atomic_store_n(&control->is_ending, 1, __ATOMIC_RELEASE);
	while (is_behind(asked_ns) && now - asked_ns < FINISH_NS) {
		usleep(TURN_MS * 1000 / 8);
		last = now;
		now = now_ns();
		look(now, now - last);
	}
	end();
	if (is_behind(asked_ns))
		begin_outage(control->whole_until_ns, OUTAGE_UNTOLD);
	end_outage(asked_ns);
	control->guard = 0;
}

/* Whether somebody holds the other end of the pipe. */
static bool agent_lives(int life_fd)
{
	struct pollfd life = { .fd = life_fd };

	return poll(&life, 1, TURN_MS) == 0 || !(life.revents & (POLLHUP | POLLERR | POLLNVAL));
}

int guard(int life_fd, const char *cpu_stat)
{
	uint64_t last = now_ns();

	cpu_stat_fd = open(cpu_stat, O_RDONLY | O_CLOEXEC);
	share_init(cpu_stat);
	/* In a tracer that can't take them yet. */
	signal(SIGALRM, SIG_IGN);
	signal(SIGVTALRM, SIG_IGN);
	/* An agent that starts a guard anew has seen the former one's end. */
	if (control->guard)
		note_end(last, OUTAGE_ENDED);
	control->guard = (uint32_t)getpid();
	control->is_ending = 0;
	next_start_ns = last;
	while (agent_lives(life_fd)) {
		uint64_t now = now_ns();

		if (tracer > 0)
			look(now, now - last);
		if (tracer <= 0 && is_time(now))
			start(now);
		last = now;
	}
	finish(now_ns());
	return 0;
}
