/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Starts the tracer, ends one that is late, and starts the next one. Ends with it when the agent is gone.
 *
 * It traces nothing, so nobody waits for it. Killing the tracer lets all its tasks go at once. A guard that was late
 * itself does not blame the tracer: then both were held, or the machine was. Should the guard die, the kernel kills the
 * tracer.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tracer.h"

#define TURN_MS 8
#define TURN_NS (TURN_MS * 1000000ull)
/* The same of one that would run if there were a CPU for it, or runs without an end. */
#define STARVED_NS 500000000ull
#define SECOND_NS 1000000000ull
/* So many ends in a row cost a pause each, up to a minute: something here holds the tracer up. */
#define ENDS_WITHOUT_PAUSE 3
#define ENDS_IN_A_ROW_NS (10 * SECOND_NS)
#define PAUSE_MAX_NS (60 * SECOND_NS)

static pid_t tracer;
static uint64_t started_ns;
static uint64_t next_start_ns;
static uint32_t ends;

static void start(uint64_t now)
{
	pid_t self = getpid();

	control->beat_ns = now;
	control->state = STATE_STARTING;
	control->traced = 0;
	started_ns = now;
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
	uint64_t pause;

	begin_outage(control->beat_ns, cause);
	tracer = 0;
	ends = now - started_ns < ENDS_IN_A_ROW_NS ? ends + 1 : 1;
	pause = ends <= ENDS_WITHOUT_PAUSE
			? 0
			: SECOND_NS << (ends - ENDS_WITHOUT_PAUSE < 6 ? ends - ENDS_WITHOUT_PAUSE : 6);
	next_start_ns = now + (pause < PAUSE_MAX_NS ? pause : PAUSE_MAX_NS);
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
 * One that waits for a CPU is left alone for a while: it would have to get one to end, too, and what it is late with
 * comes no sooner.
 */
static bool is_stuck(uint64_t late_ns)
{
	struct stat_line line;

	if (late_ns <= LATE_NS)
		return false;
	return late_ns > STARVED_NS || !read_stat(tracer, &line) || line.state != 'R';
}

static void look(uint64_t now, bool is_late_itself)
{
	uint64_t beat = __atomic_load_n(&control->beat_ns, __ATOMIC_ACQUIRE);

	if (waitpid(tracer, NULL, WNOHANG) == tracer) {
		note_end(now, OUTAGE_ENDED);
	} else if (!is_late_itself && now > beat && is_stuck(now - beat)) {
		end();
		note_end(now, OUTAGE_LATE);
	}
}

/* Whether somebody holds the other end of the pipe. */
static bool agent_lives(int life_fd)
{
	struct pollfd life = { .fd = life_fd };

	return poll(&life, 1, TURN_MS) == 0 || !(life.revents & (POLLHUP | POLLERR | POLLNVAL));
}

int guard(int life_fd)
{
	uint64_t last = now_ns();

	/* An agent that starts a guard anew has seen the former one's end. */
	if (control->guard)
		note_end(last, OUTAGE_ENDED);
	control->guard = (uint32_t)getpid();
	next_start_ns = last;
	while (agent_lives(life_fd)) {
		uint64_t now = now_ns();

		if (tracer > 0)
			look(now, now - last > 2 * TURN_NS);
		if (tracer <= 0 && now >= next_start_ns)
			start(now);
		last = now;
	}
	end();
	return 0;
}
