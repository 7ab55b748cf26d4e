/* SPDX-License-Identifier: Apache-2.0 */
/* Which tasks are traced, and of which process they are. */
#include <stdlib.h>

#include "tracer.h"

#define BUCKETS 1024

static struct task *buckets[BUCKETS];

static struct task **bucket(pid_t tid)
{
	return &buckets[(uint32_t)tid % BUCKETS];
}

struct task *find_task(pid_t tid)
{
	struct task *task = *bucket(tid);

	while (task && task->tid != tid)
		task = task->next;
	return task;
}

struct process *new_process(void)
{
	return calloc(1, sizeof(struct process));
}

void free_process(struct process *process)
{
	free(process);
}

static void join(struct task *task, struct process *process)
{
	task->process = process;
	if (process && process->tasks++ == 0)
		control->traced++;
}

/* NULL without memory: then the task runs on untold once it is let go. */
struct task *add_task(pid_t tid, struct process *process)
{
	struct task *task = find_task(tid);

	if (task) {
		if (!task->process)
			join(task, process);
		return task;
	}
	task = calloc(1, sizeof(*task));
	if (!task)
		return NULL;
	note_seen(tid);
	task->tid = tid;
	task->next = *bucket(tid);
	*bucket(tid) = task;
	join(task, process);
	return task;
}

/* The process goes with its last task. */
void remove_task(struct task *task)
{
	struct task **link = bucket(task->tid);

	while (*link != task)
		link = &(*link)->next;
	*link = task->next;
	if (task->process && --task->process->tasks == 0) {
		control->traced--;
		free(task->process);
	}
	free(task);
}

void each_task(void (*visit)(struct task *task))
{
	uint32_t i;

	for (i = 0; i < BUCKETS; i++) {
		struct task *task = buckets[i];

		while (task) {
			struct task *next = task->next;

			visit(task);
			task = next;
		}
	}
}
