/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one stop of a task, or its end, means, and the answer to it. There are no stops at system calls, only at fork,
 * exec and signals.
 *
 * A task is seized, not attached: it is not stopped, and a stop of its own (SIGSTOP, a terminal) stays one, which
 * PTRACE_LISTEN leaves to whoever made it. When this process ends, however it does, the kernel lets all tasks go.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tracer.h"

static bool is_stop_signal(int signal)
{
	return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

/* Answers a stop. */
static void go_on(struct task *task, pid_t tid, int signal)
{
	if (task && (task->flags & TASK_LEAVING)) {
		ptrace(PTRACE_DETACH, tid, NULL, (void *)(long)signal);
		remove_task(task);
	} else {
		ptrace(PTRACE_CONT, tid, NULL, (void *)(long)signal);
	}
}

void go_on_from_stop(struct task *task, pid_t tid, int signal)
{
	if (is_stop_signal(signal) && !(task && (task->flags & TASK_LEAVING)))
		ptrace(PTRACE_LISTEN, tid, NULL, NULL);
	else
		go_on(task, tid, 0);
}

/* At its next stop, which is asked for. */
void let_go(struct task *task)
{
	task->flags |= TASK_LEAVING;
	if (task->flags & TASK_HELD) {
		go_on(task, task->tid, 0);
		return;
	}
	if (ptrace(PTRACE_INTERRUPT, task->tid, NULL, NULL) != 0)
		remove_task(task);
}

static uint64_t read_word(pid_t tid, uint64_t address)
{
	uint64_t word = 0;
	struct iovec local = { &word, sizeof(word) };
	struct iovec remote = { (void *)address, sizeof(word) };

	return process_vm_readv(tid, &local, 1, &remote, 1, 0) == sizeof(word) ? word : 0;
}

/* The flags of clone or clone3, as the caller gave them, without the signal that tells of the end. */
static uint64_t clone_flags(pid_t tid, int event)
{
	struct user_regs_struct registers;
	struct iovec into = { &registers, sizeof(registers) };
	uint64_t call, first;

	if (ptrace(PTRACE_GETREGSET, tid, (void *)NT_PRSTATUS, &into) == 0) {
#if defined(__x86_64__)
		call = registers.orig_rax;
		first = registers.rdi;
#elif defined(__aarch64__)
		call = registers.regs[8];
		first = registers.regs[0];
#else
#error "which registers has a system call its number and first argument in?"
#endif
		if (call == SYS_clone)
			return first & 0xffffff00u;
		if (call == SYS_clone3)
			return read_word(tid, first);
	}
	return event == PTRACE_EVENT_VFORK ? CLONE_VFORK | CLONE_VM : 0;
}

/* The new task can't run before its first stop is answered. */
static void on_new_task(struct task *creator, int event)
{
	uint64_t flags = clone_flags(creator->tid, event);
	unsigned long message = 0;
	uint32_t status;
	pid_t creator_tid = creator->tid;
	struct process *process = creator->process;
	struct task *task;
	pid_t tid;

	if (ptrace(PTRACE_GETEVENTMSG, creator_tid, NULL, &message) != 0)
		message = 0;
	go_on(NULL, creator_tid, 0);
	tid = (pid_t)message;
	if (tid == 0)
		return;
	if (is_adopted(process, tid)) {
		task = find_task(tid);
	} else if (!(flags & CLONE_THREAD)) {
		struct process *child = new_process();

		if (!child)
			return;
		child->tgid = (uint32_t)tid;
		task = add_task(tid, child);
		tell_fork(process, creator_tid, child, flags);
	} else {
		task = add_task(tid, process);
	}
	if (!task)
		return;
	if (has_ended_early(tid, &status)) {
		on_gone(tid, status);
		return;
	}
	if (creator->flags & TASK_LEAVING)
		task->flags |= TASK_LEAVING;
	if (task->flags & TASK_HELD) {
		task->flags &= ~TASK_HELD;
		go_on_from_stop(task, tid, task->held_signal);
	}
}

/* The process has one task left, whose id is now the process's. */
static void on_exec(pid_t tgid)
{
	unsigned long former = (unsigned long)tgid;
	struct task *task = find_task(tgid);
	struct task *caller;

	ptrace(PTRACE_GETEVENTMSG, tgid, NULL, &former);
	caller = (pid_t)former == tgid ? NULL : find_task((pid_t)former);
	if (!task && caller)
		task = add_task(tgid, caller->process);
	if (caller)
		remove_task(caller);
	if (!task || !task->process) {
		ptrace(PTRACE_CONT, tgid, NULL, NULL);
		return;
	}
	tell_exec(task->process, (pid_t)former, 0);
	if (!aside_on_exec(task->process, tgid))
		go_on(task, tgid, 0);
}

void on_gone(pid_t tid, uint32_t status)
{
	struct task *task = find_task(tid);
	struct process *process = task ? task->process : NULL;

	if (process && (process->tgid == (uint32_t)tid || process->tasks == 1))
		tell_exit(process, status);
	if (!process)
		note_early_end(tid, status);
	if (task)
		remove_task(task);
}

void on_stop(pid_t tid, int status)
{
	int signal = WSTOPSIG(status);
	int event = status >> 16;
	struct task *task = find_task(tid);

	if (event == PTRACE_EVENT_STOP && !task)
		hold(tid, signal);
	else if (event == PTRACE_EVENT_STOP)
		go_on_from_stop(task, tid, signal);
	else if (event == PTRACE_EVENT_EXEC)
		on_exec(tid);
	else if (event != 0 && task && task->process)
		on_new_task(task, event);
	else
		go_on(task, tid, event == 0 ? signal : 0);
}
