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
	if (error == EINTR && process->tasks > 0)
		process->is_partial = may_be_partial = true;
	return error;
}

static void take_rest(struct task *task)
{
	struct process *process = task->process;

	if (process && process->is_partial) {
		process->is_partial = false;
		take(process, (pid_t)process->tgid);
		keep_up();
	}
}

/* Tries again what could not be before. */
void take_turn(void)
{
	if (!may_be_partial)
		return;
	may_be_partial = false;
	each_task(take_rest);
}
