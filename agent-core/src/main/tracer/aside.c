/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes room for debuggers: a task has one tracer at most.
 *
 * The exec of a debugger is seen before its first instruction runs. It is held until what it is to look at was let go:
 * the processes that its arguments name by number; all, when it has no arguments that name anything; else only itself,
 * and with it what it starts. All come back when the last debugger has ended. SIGUSR1 lets all go, SIGUSR2 brings them
 * back.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <unistd.h>

#include "tracer.h"

#define DEBUGGERS_MAX 16
#define RELEASED_MAX 1024
#define HOLD_NS 15000000ull
#define LOOK_NS 50000000ull

bool is_all_aside;

static const char *names = "";
static pid_t debuggers[DEBUGGERS_MAX];
static uint32_t debugger_count;
static pid_t released[RELEASED_MAX];
static uint32_t released_count;
static pid_t held;
static uint64_t held_until_ns;
static uint64_t next_look_ns;
static volatile sig_atomic_t wanted;
static bool is_asked;
static uint32_t leaving;
static pid_t target;

static void on_signal(int signal)
{
	wanted = signal;
}

void aside_init(const char *debugger_names)
{
	struct sigaction action = { .sa_handler = on_signal };

	names = debugger_names;
	sigaction(SIGUSR1, &action, NULL);
	sigaction(SIGUSR2, &action, NULL);
}

static bool is_debugger(const uint8_t *comm)
{
	size_t length = strnlen((const char *)comm, VEDETTE_COMM_LEN);
	const char *at = names;

	while (at && *at) {
		if (!strncmp(at, (const char *)comm, length) && (at[length] == ',' || at[length] == 0))
			return true;
		at = strchr(at, ',');
		at = at ? at + 1 : NULL;
	}
	return false;
}

static bool is_among(const pid_t *pids, uint32_t count, pid_t pid)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		if (pids[i] == pid)
			return true;
	return false;
}

static void remember(pid_t tgid)
{
	if (released_count < RELEASED_MAX && !is_among(released, released_count, tgid))
		released[released_count++] = tgid;
}

/* Whether a process is not to be traced for the time being. What such a process makes is not either. */
bool is_aside(pid_t tgid, pid_t parent)
{
	if (is_among(released, released_count, tgid) || is_among(debuggers, debugger_count, tgid))
		return true;
	if (!is_among(released, released_count, parent) && !is_among(debuggers, debugger_count, parent))
		return false;
	remember(tgid);
	return true;
}

static void let_go_of_target(struct task *task)
{
	if (task->process && task->process->tgid == (uint32_t)target && !(task->flags & TASK_LEAVING))
		let_go(task);
}

static void release(pid_t tgid)
{
	remember(tgid);
	begin_outage(now_ns(), OUTAGE_ASIDE);
	target = tgid;
	each_task(let_go_of_target);
}

static void let_go_of_any(struct task *task)
{
	if (task->tid != held && !(task->flags & TASK_LEAVING))
		let_go(task);
}

static void release_all(void)
{
	is_all_aside = true;
	begin_outage(now_ns(), OUTAGE_ASIDE);
	each_task(let_go_of_any);
}

/* A number after "-p", "=", or alone. */
static pid_t number_in(const char *arg)
{
	const char *equals = strchr(arg, '=');
	const char *digits = equals ? equals + 1 : !strncmp(arg, "-p", 2) ? arg + 2 : arg;
	char *end;
	long value = strtol(digits, &end, 10);

	return *digits >= '1' && *digits <= '9' && *end == 0 ? (pid_t)value : 0;
}

static void make_room(pid_t debugger)
{
	static char args[4096];
	char path[32];
	bool names_a_program = false, names_a_process = false;
	ssize_t length = 0;
	char *arg;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/cmdline", debugger);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		length = read(fd, args, sizeof(args) - 1);
		close(fd);
	}
	args[length > 0 ? length : 0] = 0;
	for (arg = args + strlen(args) + 1; length > 0 && arg < args + length; arg += strlen(arg) + 1) {
		struct task *task = find_task(number_in(arg));

		if (task && task->process) {
			names_a_process = true;
			release((pid_t)task->process->tgid);
		} else if (*arg != '-') {
			names_a_program = true;
		}
	}
	if (!names_a_process && !names_a_program)
		release_all();
}

/* Whether the task's stop is answered later. */
bool aside_on_exec(struct process *process, pid_t tid)
{
	if (held || debugger_count == DEBUGGERS_MAX || !is_debugger(process->as.comm))
		return false;
	debuggers[debugger_count++] = (pid_t)process->tgid;
	held = tid;
	held_until_ns = now_ns() + HOLD_NS;
	make_room(tid);
	return true;
}

/* A debugger that runs already: it may be refused what it asks for first. */
void aside_on_found(struct process *process)
{
	pid_t tgid = (pid_t)process->tgid;

	if (debugger_count == DEBUGGERS_MAX || !is_debugger(process->as.comm))
		return;
	debuggers[debugger_count++] = tgid;
	target = tgid;
	each_task(let_go_of_target);
	make_room(tgid);
}

static void count_leaving(struct task *task)
{
	leaving += (task->flags & TASK_LEAVING) != 0;
}

static void let_debugger_go(uint64_t now)
{
	struct task *task = find_task(held);

	leaving = 0;
	each_task(count_leaving);
	if (leaving > 0 && now < held_until_ns)
		return;
	held = 0;
	if (task) {
		ptrace(PTRACE_DETACH, task->tid, NULL, NULL);
		remove_task(task);
	}
}

static void come_back(void)
{
	is_all_aside = false;
	released_count = 0;
	watching_since_ns = UINT64_MAX;
	look_from_here();
	find_all();
	watching_since_ns = now_ns();
	end_outage(watching_since_ns);
}

static void forget_ended_debuggers(void)
{
	uint32_t i = 0;

	while (i < debugger_count) {
		struct stat_line line;

		if (read_stat(debuggers[i], &line) && line.state != 'Z')
			i++;
		else
			debuggers[i] = debuggers[--debugger_count];
	}
}

void aside_turn(uint64_t now)
{
	int signal = wanted;

	if (held)
		let_debugger_go(now);
	if (signal) {
		wanted = 0;
		is_asked = signal == SIGUSR1;
		if (is_asked)
			release_all();
		else if (debugger_count == 0)
			come_back();
	}
	if (debugger_count > 0 && now >= next_look_ns) {
		next_look_ns = now + LOOK_NS;
		forget_ended_debuggers();
		if (debugger_count == 0 && !is_asked)
			come_back();
	}
}
