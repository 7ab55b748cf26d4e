/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tasks that came to their first stop, or even to their end, before it was said who made them: the first are held, and
 * of the others is kept how they ended, until it is. Those whose maker was killed before it could say so are told as
 * its all the same; where they have ended, too, what is told is that something is missing.
 */
#include <sys/ptrace.h>

#include "tracer.h"

/* No maker that lives takes that long. */
#define ORPHAN_NS 10000000ull

#define EARLY_MAX 64

struct early_end {
	pid_t tid;
	uint32_t status;
	uint64_t at_ns;
};

static bool may_be_held;
static struct early_end early[EARLY_MAX];
static uint32_t early_count;

bool are_some_held(void)
{
	return may_be_held || early_count > 0;
}

void hold(pid_t tid, int signal)
{
	struct task *task = add_task(tid, NULL);

	if (!task) {
		ptrace(PTRACE_DETACH, tid, NULL, NULL);
		return;
	}
	may_be_held = true;
	task->flags |= TASK_HELD;
	task->held_signal = signal;
	task->held_ns = now_ns();
}

static void forget_early_end(uint32_t i)
{
	early[i] = early[--early_count];
}

static void give_up_early_end(uint32_t i)
{
	note_unseen(early[i].at_ns - ORPHAN_NS, now_ns());
	forget_early_end(i);
}

void note_early_end(pid_t tid, uint32_t status)
{
	if (early_count == EARLY_MAX)
		give_up_early_end(0);
	early[early_count++] = (struct early_end){ tid, status, now_ns() };
}

/* Whether it has ended, and how. Once. */
bool has_ended_early(pid_t tid, uint32_t *status)
{
	uint32_t i;

	for (i = 0; i < early_count; i++)
		if (early[i].tid == tid) {
			*status = early[i].status;
			forget_early_end(i);
			return true;
		}
	return false;
}

static void note_adopted(struct process *maker, pid_t tid)
{
	uint32_t i;

	for (i = 0; i < ADOPTED - 1 && maker->adopted[i]; i++)
		;
	maker->adopted[i] = tid;
}

/* Once. */
bool is_adopted(struct process *maker, pid_t tid)
{
	uint32_t i;

	for (i = 0; i < ADOPTED; i++)
		if (maker->adopted[i] == tid) {
			maker->adopted[i] = 0;
			return true;
		}
	return false;
}

/* Whoever made it has been killed meanwhile, or it is a thread that was made while its process was seized. */
static void adopt(struct task *task)
{
	struct status_lines lines;
	pid_t tid = task->tid;
	int signal = task->held_signal;
	struct task *leader, *parent;
	struct process *process;

	if (!(task->flags & TASK_HELD))
		return;
	if (now_ns() - task->held_ns < ORPHAN_NS) {
		may_be_held = true;
		return;
	}
	task->flags &= ~TASK_HELD;
	if (!read_status(tid, &lines)) {
		go_on_from_stop(task, tid, signal);
		return;
	}
	leader = (pid_t)lines.tgid == tid ? NULL : find_task((pid_t)lines.tgid);
	if (leader && leader->process) {
		add_task(tid, leader->process);
	} else if ((pid_t)lines.tgid == tid && (process = new_process()) != NULL) {
		process->tgid = (uint32_t)tid;
		add_task(tid, process);
		parent = find_task((pid_t)lines.parent);
		if (parent && parent->process) {
			tell_fork(parent->process, parent->tid, process, 0);
			note_adopted(parent->process, tid);
		} else {
			note_unseen(task->held_ns - ORPHAN_NS, now_ns());
			learn_process(process, tid);
		}
	}
	go_on_from_stop(task, tid, signal);
}

void held_turn(void)
{
	uint64_t now = now_ns();
	uint32_t i = 0;

	while (i < early_count) {
		if (now - early[i].at_ns < ORPHAN_NS)
			i++;
		else
			give_up_early_end(i);
	}
	if (!may_be_held)
		return;
	may_be_held = false;
	each_task(adopt);
}
