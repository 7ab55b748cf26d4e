/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds processes that no traced one made: what ran before, and the first process of a new container, whose maker is
 * outside of this pid namespace. The last pid that was given tells cheaply whether there may be any.
 */
#include <errno.h>
#include <sys/ptrace.h>
#include <unistd.h>

#include "tracer.h"

#define FROM_PROCFS VEDETTE_INCOMPLETE(7)

#define MOST_AT_ONCE 4096

/* What started later and is found here is told as if its exec had been seen. */
uint64_t watching_since_ns = UINT64_MAX;

static uint32_t looked_up_to;
static uint32_t others;

static bool is_own(pid_t tgid, pid_t parent)
{
	pid_t self = getpid();
	pid_t guard_pid = (pid_t)control->guard;

	return tgid == self || tgid == agent_pid || tgid == guard_pid || parent == self || parent == agent_pid ||
	       parent == guard_pid;
}

/* Threads are made while they are looked for: until none is new. Answers why the last one could not be traced. */
static int seize_all(struct process *process, pid_t tgid)
{
	struct numbers numbers;
	bool found = true;
	int error = 0;

	while (found) {
		pid_t tid;

		found = false;
		if (!open_numbers(&numbers, tgid))
			break;
		while ((tid = next_number(&numbers)) != 0) {
			if (find_task(tid))
				continue;
			error = seize(tid);
			if (!error && add_task(tid, process))
				found = true;
		}
		close_numbers(&numbers);
	}
	return error;
}

/* One that has ended and waits for its parent, or is the kernel's, has no executable. */
static bool has_executable(pid_t tgid)
{
	char link[8];

	return read_link(tgid, "exe", link, sizeof(link)) > 0;
}

static void look_at(pid_t pid)
{
	struct status_lines lines;
	struct process *process;
	int error;

	if (find_task(pid) || !read_status(pid, &lines) || (pid_t)lines.tgid != pid)
		return;
	if (is_own(pid, (pid_t)lines.parent) || lines.tracer == (uint32_t)getpid() ||
	    is_aside(pid, (pid_t)lines.parent))
		return;
	process = new_process();
	if (!process)
		return;
	error = seize_all(process, pid);
	if (process->tasks == 0) {
		free_process(process);
		others += error && error != ESRCH && has_executable(pid);
	} else if (learn_process(process, pid) && process->start_ns >= watching_since_ns) {
		tell_exec(process, pid, FROM_PROCFS);
		aside_on_found(process);
	}
}

/* What others trace may be theirs no more the next time. */
void find_all(void)
{
	struct numbers numbers;
	pid_t pid;

	others = 0;
	looked_up_to = last_pid();
	if (!open_numbers(&numbers, 0))
		return;
	while ((pid = next_number(&numbers)) != 0) {
		look_at(pid);
		keep_up();
	}
	close_numbers(&numbers);
	control->refused = others;
}

void find_new(void)
{
	uint32_t last = last_pid();
	uint32_t pid;

	if (last == looked_up_to)
		return;
	if (last < looked_up_to || last - looked_up_to > MOST_AT_ONCE) {
		find_all();
		return;
	}
	for (pid = looked_up_to + 1; pid <= last; pid++)
		look_at((pid_t)pid);
	looked_up_to = last;
}
