/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tasks that came to their first stop before it was said who made them: they are held until it is. Those whose maker
 * was killed before it could say so are told as its all the same.
 */
#include <sys/ptrace.h>

#include "tracer.h"

/* No maker that lives takes that long. */
#define ORPHAN_NS 10000000ull

static bool may_be_held;

bool are_some_held(void)
{
	return may_be_held;
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
		} else
			learn_process(process, tid);
	}
	go_on_from_stop(task, tid, signal);
}

void held_turn(void)
{
	if (!may_be_held)
		return;
	may_be_held = false;
	each_task(adopt);
}
