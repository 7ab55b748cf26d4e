/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes on processes that no traced one made.
 *
 * Whoever seizes a task of a process that is amid an exec has to wait for the end of it: for the disk that the program
 * is on, or, where there are more threads, for the end of these, which those that are traced come to only when this
 * process has asked for it. So a seize that is not done within a moment is given up, and tried again.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <time.h>
#include <unistd.h>

#include "tracer.h"

#define OPTIONS (PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC)
#define MOMENT_NS 300000
/* Tasks that are looked at in a turn. */
#define PARTIAL_MAX 512

static timer_t moment;
static bool has_moment;
static sigjmp_buf given_up;
static volatile sig_atomic_t is_seizing;
static bool may_be_partial;

static void give_up(int signal)
{
	(void)signal;
	if (is_seizing) {
		is_seizing = 0;
		siglongjmp(given_up, 1);
	}
}

void seize_init(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGVTALRM };
	/* It is left by a jump. */
	struct sigaction action = { .sa_handler = give_up, .sa_flags = SA_NODEFER | SA_RESTART };

	sigaction(SIGVTALRM, &action, NULL);
	has_moment = timer_create(CLOCK_MONOTONIC, &event, &moment) == 0;
}

static bool is_ours(pid_t tid)
{
	struct status_lines lines;

	return read_status(tid, &lines) && lines.tracer == (uint32_t)getpid();
}

/* Answers why it could not, or 0; EINTR: it is amid an exec. */
static int seize(pid_t tid)
{
	static const struct itimerspec end = { .it_value = { 0, MOMENT_NS } };
	int error;

	/* The jump may be out of the handlers of other signals, too. */
	if (sigsetjmp(given_up, true) == 0) {
		/* First: the moment may be over before the next line. */
		is_seizing = 1;
		if (has_moment)
			timer_settime(moment, 0, &end, NULL);
		error = ptrace(PTRACE_SEIZE, tid, NULL, (void *)OPTIONS) == 0 ? 0 : errno;
		is_seizing = 0;
	} else {
		/* It may have been done at that moment. */
		return is_ours(tid) ? 0 : EINTR;
	}
	if (error && error != ESRCH)
		control->error = (uint32_t)error;
	return error;
}

/* Threads are made while they are looked for: until none is new. Answers why the last one could not be traced. */
static int seize_all(struct process *process, pid_t tgid)
{
	struct numbers numbers;
	bool found = true;
	int error = 0;

	while (found && error != EINTR) {
		pid_t tid;

		found = false;
		if (!open_numbers(&numbers, tgid))
			break;
		while (error != EINTR && (tid = next_number(&numbers)) != 0) {
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

/* A thread that was not traced yet has executed a program, and is in the place of the first one, which was. */
static bool is_usurped(pid_t tgid)
{
	struct stat_line line;

	return !is_ours(tgid) && read_stat(tgid, &line) && line.state != 'Z';
}

/* Seizes what is not traced of it. Answers why that could not be; EINTR: not now. */
int take(struct process *process, pid_t tgid)
{
	int error = seize_all(process, tgid);

	if (error != EINTR && find_task(tgid) && is_usurped(tgid)) {
		error = seize(tgid);
		if (!error && process->is_met)
			tell_exec(process, tgid, FROM_PROCFS);
	}
	if (error == EINTR && process->tasks > 0) {
		process->is_partial = may_be_partial = true;
		process->partial_ns = process->partial_ns ? process->partial_ns : now_ns();
	} else {
		process->partial_ns = 0;
	}
	return error;
}

/* It is in the place of the first thread, and has ended since: nobody tells of that. */
static bool has_vanished(pid_t tgid)
{
	struct stat_line line;

	return !is_ours(tgid) && (!read_stat(tgid, &line) || line.state == 'Z');
}

static pid_t partial[PARTIAL_MAX];
static uint32_t partial_count;

static void list_partial(struct task *task)
{
	if (!task->process || !task->process->is_partial)
		return;
	if (partial_count < PARTIAL_MAX)
		partial[partial_count++] = task->tid;
	else
		may_be_partial = true;
}

static void take_rest(struct process *process)
{
	uint64_t since = process->partial_ns;
	pid_t tgid = (pid_t)process->tgid;

	process->is_partial = false;
	take(process, tgid);
	if (has_vanished(tgid) && find_task(tgid)) {
		note_unseen(since, now_ns());
		remove_task(find_task(tgid));
	}
	keep_up();
}

/* Tries again what could not be before. Tasks come and go meanwhile, so they are listed first. */
void take_turn(void)
{
	static uint32_t turn;
	uint32_t i;

	if (!may_be_partial)
		return;
	may_be_partial = false;
	partial_count = 0;
	turn++;
	each_task(list_partial);
	for (i = 0; i < partial_count; i++) {
		struct task *task = find_task(partial[i]);
		struct process *process = task ? task->process : NULL;

		if (!process || !process->is_partial || process->tried_turn == turn)
			continue;
		process->tried_turn = turn;
		take_rest(process);
	}
}
