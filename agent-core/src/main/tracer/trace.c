/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loop: each stop of a task is answered at once. There are no stops at system calls, only at fork, exec and
 * signals.
 *
 * A task is seized, not attached: it is not stopped, and a stop of its own (SIGSTOP, a terminal) stays one, which
 * PTRACE_LISTEN leaves to whoever made it. When this process ends, however it does, the kernel lets all tasks go.
 *
 * Who freezes the agent's container freezes the guard, too. So a timer of the kernel's kills this process, as long as
 * it is not put off, which works in a cgroup of version 2 that is frozen; in one of version 1 nothing does.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tracer.h"

#define OPTIONS (PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC)
#define SLOW_LOOK_NS 1000000000ull
/* Whose maker was killed before it could say so. */
#define ORPHAN_NS 10000000ull
#define STOPS_A_TURN 256
#define STOPS_A_BEAT 16
/* A task's containers start one after the other. */
#define STARTING_NS 30000000000ull

static volatile sig_atomic_t is_tick;
static bool may_be_held;
static timer_t last_resort;
static bool has_last_resort;

/* Answers why it could not, or 0. */
int seize(pid_t tid)
{
	int error = ptrace(PTRACE_SEIZE, tid, NULL, (void *)OPTIONS) == 0 ? 0 : errno;

	if (error && error != ESRCH)
		control->error = (uint32_t)error;
	return error;
}

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

static void go_on_from_stop(struct task *task, pid_t tid, int signal)
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

static void note_adopted(struct process *maker, pid_t tid)
{
	uint32_t i;

	for (i = 0; i < ADOPTED - 1 && maker->adopted[i]; i++)
		;
	maker->adopted[i] = tid;
}

/* Once. */
static bool is_adopted(struct process *maker, pid_t tid)
{
	uint32_t i;

	for (i = 0; i < ADOPTED; i++)
		if (maker->adopted[i] == tid) {
			maker->adopted[i] = 0;
			return true;
		}
	return false;
}

/* The new task can't run before its first stop is answered. */
static void on_new_task(struct task *creator, int event)
{
	uint64_t flags = clone_flags(creator->tid, event);
	unsigned long message = 0;
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

static void on_gone(pid_t tid, uint32_t status)
{
	struct task *task = find_task(tid);
	struct process *process = task ? task->process : NULL;

	if (!task)
		return;
	if (process && (process->tgid == (uint32_t)tid || process->tasks == 1))
		tell_exit(process, status);
	remove_task(task);
}

static void hold(pid_t tid, int signal)
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

static void on_stop(pid_t tid, int status)
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

static void tick(int signal)
{
	(void)signal;
	is_tick = 1;
}

static void tick_every(uint64_t ns)
{
	struct itimerval every = { .it_interval = { 0, (suseconds_t)(ns / 1000) } };
	static uint64_t now_every;

	if (ns == now_every)
		return;
	now_every = ns;
	every.it_value = every.it_interval;
	setitimer(ITIMER_REAL, &every, NULL);
}

static void start_ticks(void)
{
	struct sigaction action = { .sa_handler = tick };

	sigaction(SIGALRM, &action, NULL);
	tick_every(SHORT_TICK_NS);
}

static void on_tick(uint64_t now)
{
	static uint64_t next_slow;

	is_tick = 0;
	tick_every(now < expecting_until_ns ? SHORT_TICK_NS : TICK_NS);
	if (may_be_held) {
		may_be_held = false;
		each_task(adopt);
	}
	if (is_all_aside)
		return;
	find_new(now);
	if (now >= next_slow) {
		next_slow = now + SLOW_LOOK_NS;
		find_all();
	}
	unseen_turn(now);
}

static void make_last_resort(void)
{
	struct sigevent kill_this = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL };

	has_last_resort = timer_create(CLOCK_MONOTONIC, &kill_this, &last_resort) == 0;
}

static void beat(uint64_t now)
{
	static const struct itimerspec end = { .it_value = { 0, STARVED_NS } };
	static uint64_t put_off_ns;

	__atomic_store_n(&control->beat_ns, now, __ATOMIC_RELEASE);
	if (has_last_resort && now - put_off_ns > TICK_NS) {
		put_off_ns = now;
		timer_settime(last_resort, 0, &end, NULL);
	}
}

struct change {
	pid_t tid;
	int status;
};

/* Waits for the first one if asked to. Answers how many there are. */
static uint32_t collect(struct change *changes, bool wait)
{
	uint32_t count = 0;

	while (count < STOPS_A_TURN) {
		struct change *change = &changes[count];

		change->tid = waitpid(-1, &change->status, __WALL | (wait ? 0 : WNOHANG));
		if (change->tid <= 0) {
			if (change->tid < 0 && errno == ECHILD && wait)
				usleep(TICK_NS / 1000);
			return count;
		}
		wait = false;
		count++;
	}
	return count;
}

/* Of a task whose maker has yet to say that it made it. */
static bool is_first_stop(const struct change *change)
{
	return WIFSTOPPED(change->status) && change->status >> 16 == PTRACE_EVENT_STOP && !find_task(change->tid);
}

static bool is_stopped(pid_t tid)
{
	siginfo_t info;

	return ptrace(PTRACE_GETSIGINFO, tid, NULL, &info) == 0 || errno == EINVAL;
}

/*
 * Answers all stops that there are, up to a bound. The kernel gives those of the newest tasks first, so that one by one
 * a flood of processes would hold up all others, and its own makers.
 */
static void answer(bool wait)
{
	static struct change changes[STOPS_A_TURN];
	uint32_t i, count = collect(changes, wait), later = 0;

	for (i = 0; i < count; i++) {
		struct change change = changes[i];

		if (i % STOPS_A_BEAT == STOPS_A_BEAT - 1)
			beat(now_ns());
		if (is_first_stop(&change))
			changes[later++] = change;
		else if (WIFSTOPPED(change.status))
			on_stop(change.tid, change.status);
		else
			on_gone(change.tid, (uint32_t)change.status);
	}
	/* Their makers may have said so by now; who was killed meanwhile is gone. */
	for (i = 0; i < later; i++)
		if (is_stopped(changes[i].tid))
			on_stop(changes[i].tid, changes[i].status);
}

/* Also amid work that takes long: somebody may wait. */
void keep_up(void)
{
	answer(false);
	beat(now_ns());
}

/* Processes are made while they are looked for: until none is new. */
static void begin(void)
{
	uint32_t before;

	do {
		before = control->traced;
		look_from_here();
		find_all();
	} while (control->traced > before);
	watching_since_ns = now_ns();
	expecting_until_ns = watching_since_ns + STARTING_NS;
	end_outage(watching_since_ns);
	__atomic_store_n(&control->state, control->traced == 0 && control->refused > 0 ? STATE_REFUSED : STATE_WATCHING,
			 __ATOMIC_RELEASE);
}

void trace(void)
{
	start_ticks();
	make_last_resort();
	begin();
	for (;;) {
		uint64_t now;

		answer(true);
		now = now_ns();
		beat(now);
		aside_turn(now);
		if (is_tick)
			on_tick(now);
	}
}
