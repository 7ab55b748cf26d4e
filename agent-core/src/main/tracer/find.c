/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds processes that no traced one made: what ran before, and the first process of a new container, whose maker is
 * outside of this pid namespace. The last pid that was given tells cheaply whether there may be any.
 * A pid without a process may be that of a fork that is not done yet, so it is looked at twice.
 */
#include <errno.h>
#include <sys/ptrace.h>
#include <unistd.h>

#include "tracer.h"

#define MOST_AT_ONCE 4096
#define UNCLEAR_MAX 64
/* The kernel keeps those before it for what was started first. */
#define FIRST_AGAIN 300
/* Where one container starts, others may. */
#define FOUND_NS 10000000000ull

/* What started later and is found here is told as if its fork and exec had been seen. */
uint64_t watching_since_ns = UINT64_MAX;
/* Until then more are expected. */
uint64_t expecting_until_ns;

static uint32_t looked_up_to;
static uint64_t looked_ns;
static uint32_t others;
/*
 * Pids of which there was no process at the last look: it has ended, or its fork had not come so far yet. And those
 * that could not be traced just then.
 */
static pid_t unclear[UNCLEAR_MAX];
static uint32_t unclear_count;
static uint64_t unclear_from_ns;

static bool is_own(pid_t tgid, pid_t parent)
{
	pid_t self = getpid();
	pid_t guard_pid = (pid_t)control->guard;

	return tgid == self || tgid == agent_pid || tgid == guard_pid || parent == self || parent == agent_pid ||
	       parent == guard_pid;
}

/* One that has ended and waits for its parent, or is the kernel's, has no executable. */
static bool has_executable(pid_t tgid)
{
	char link[8];

	return read_link(tgid, "exe", link, sizeof(link)) > 0;
}

/*
 * What was missed of it. One that has not executed anything yet is seen when it does. The namespace's first process
 * takes over those whose maker has ended.
 */
static void tell_found(struct process *process)
{
	struct task *maker = find_task((pid_t)process->parent_tgid);
	bool has_executed = process->has_executed;

	if (process->parent_tgid != 1 && maker && maker->process)
		tell_fork(maker->process, maker->tid, process, 0);
	if (has_executed)
		tell_exec(process, (pid_t)process->tgid, FROM_PROCFS);
}

static bool is_kernels(pid_t pid, pid_t parent)
{
	return pid == 2 || parent == 2;
}

enum look {
	KNOWN,
	GONE, /* it has ended, or was never there: what it did is not known */
	BUSY, /* it can't be traced at the moment */
};

static enum look look_at(pid_t pid)
{
	struct status_lines lines;
	struct process *process;
	int error;

	if (find_task(pid))
		return KNOWN;
	if (!read_status(pid, &lines))
		return GONE;
	if ((pid_t)lines.tgid != pid || is_own(pid, (pid_t)lines.parent) || lines.tracer == (uint32_t)getpid() ||
	    is_aside(pid, (pid_t)lines.parent))
		return KNOWN;
	process = new_process();
	if (!process)
		return GONE;
	error = take(process, pid);
	if (process->tasks == 0) {
		bool is_there = has_executable(pid);

		free_process(process);
		if (error == EINTR)
			return BUSY;
		others += error && error != ESRCH && is_there;
		return is_there || is_kernels(pid, (pid_t)lines.parent) ? KNOWN : GONE;
	}
	if (!learn_process(process, pid)) {
		note_unseen(unclear_from_ns, now_ns());
	} else if (process->start_ns + TICK_OF_CLOCK_NS > watching_since_ns) {
		tell_found(process);
		aside_on_found(process);
		expecting_until_ns = now_ns() + FOUND_NS;
	}
	process->is_met = true;
	return KNOWN;
}

void look_from_here(void)
{
	looked_up_to = last_pid();
	looked_ns = unclear_from_ns = now_ns();
	unclear_count = 0;
}

/* What others trace may be theirs no more the next time. */
void find_all(void)
{
	struct numbers numbers;
	pid_t pid;

	others = 0;
	if (!open_numbers(&numbers, 0))
		return;
	while ((pid = next_number(&numbers)) != 0) {
		if (look_at(pid) == BUSY && unclear_count < UNCLEAR_MAX)
			unclear[unclear_count++] = pid;
		keep_up();
	}
	close_numbers(&numbers);
	control->refused = others;
}

static void look_again(uint64_t now)
{
	uint32_t i, kept = 0;

	for (i = 0; i < unclear_count; i++) {
		pid_t pid = unclear[i];
		enum look look = was_seen(pid) ? KNOWN : look_at(pid);

		if (look == GONE)
			note_unseen(unclear_from_ns, now);
		if (look == BUSY) {
			unclear[kept++] = pid;
			keep_up();
		}
	}
	unclear_count = kept;
}

static void look_once(pid_t pid, uint64_t now)
{
	enum look look = was_seen(pid) ? KNOWN : look_at(pid);

	if (look == KNOWN)
		return;
	if (look == BUSY)
		keep_up();
	if (unclear_count < UNCLEAR_MAX)
		unclear[unclear_count++] = pid;
	else
		note_unseen(unclear_from_ns, now);
}

/* How many pids were given since the last look; after the last one there is they begin anew. */
static uint32_t count_given(uint32_t last, uint32_t limit)
{
	if (last >= looked_up_to)
		return last - looked_up_to;
	if (limit <= looked_up_to || last < FIRST_AGAIN)
		return UINT32_MAX;
	return limit - 1 - looked_up_to + last - (FIRST_AGAIN - 1);
}

void find_new(uint64_t now)
{
	uint32_t last = last_pid();
	uint32_t limit = last < looked_up_to ? pid_limit() : 0;
	uint32_t given = count_given(last, limit);

	begin_look();
	look_again(now);
	if (given > MOST_AT_ONCE) {
		note_unseen(looked_ns, now);
		look_from_here();
		find_all();
		return;
	}
	unclear_from_ns = looked_ns;
	while (given-- > 0) {
		looked_up_to = looked_up_to + 1 == limit ? FIRST_AGAIN : looked_up_to + 1;
		look_once((pid_t)looked_up_to, now);
	}
	looked_ns = now;
}

/* What was given before has been looked at, and is there or was seen. */
uint64_t looked_until(void)
{
	return unclear_count > 0 ? unclear_from_ns : looked_ns;
}
