/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the tracer. It has one thread, so what it keeps is global to each file. */
#ifndef VEDETTE_TRACER_H
#define VEDETTE_TRACER_H

#include <stdbool.h>
#include <sys/types.h>

#include "shared.h"

/* Between two looks for processes that no traced one made. */
#define TICK_NS 4000000
/* The same where some are expected: the first process of a container starts its first child within milliseconds. */
#define SHORT_TICK_NS 2000000
/* A tracer that did not go on for that long is ended: no app waits for it longer. */
#define LATE_NS 25000000
/* The same of one that would run if there were a CPU for it, or runs without an end, or that is frozen. */
#define STARVED_NS 500000000ull
/* With which a tracer ends that may not get a CPU when somebody waits for it. */
#define EXIT_STARVED 3
/* Start times are whole ticks of this. */
#define TICK_OF_CLOCK_NS 10000000ull

/* Told from procfs, not seen as it happened. */
#define FROM_PROCFS VEDETTE_INCOMPLETE(7)

#define ADOPTED 4

struct process {
	uint64_t start_ns;
	uint64_t parent_start_ns;
	uint64_t cgroup_id;
	uint32_t tgid;
	uint32_t parent_tgid;
	uint32_t mnt_ns;
	uint32_t pid_ns;
	uint32_t tasks; /* that are traced */
	bool is_told; /* whether the agent knows its cgroup */
	bool has_executed; /* since it was forked */
	bool is_met; /* what was missed of it has been told */
	bool is_partial; /* not all of its tasks could be seized yet */
	uint64_t partial_ns; /* since when; 0: they were */
	uint32_t tried_turn; /* the last one in which it was tried again */
	bool may_move; /* into other namespaces, by a right that it had when it was looked at */
	uint64_t found_args; /* where they are, of one whose exec was told from procfs; 0: it was not */
	uint64_t found_ns;
	pid_t adopted[ADOPTED]; /* that it made and has not said so yet: they were told before */
	struct vedette_process as;
};

#define TASK_HELD (1u << 0) /* came to its first stop before it was told who made it */
#define TASK_LEAVING (1u << 1) /* is let go at its next stop */

struct task {
	struct task *next;
	struct process *process; /* NULL as long as it is held */
	pid_t tid;
	uint32_t flags;
	int held_signal;
	uint64_t held_ns;
};

/* main.c */
extern struct control *control;
extern pid_t agent_pid;
uint64_t now_ns(void);
void begin_outage(uint64_t from_ns, uint32_t cause);
void end_outage(uint64_t to_ns);
void note_outage(uint64_t from_ns, uint64_t to_ns, uint32_t cause);

/* ring.c */
bool ring_open(int memory_fd, int wake_fd, uint64_t bytes);
void ring_recover(void);
bool is_wanted(uint64_t cgroup, uint32_t kind);
void ring_tell(const void *record, uint32_t size, uint64_t cgroup, uint32_t kind);
bool ring_tell_uncounted(const void *record, uint32_t size);
void count_lost(uint64_t cgroup, uint32_t kind);

/* procfs.c */
struct stat_line {
	char comm[VEDETTE_COMM_LEN];
	uint32_t parent, group, session;
	uint64_t start_ns;
	uint64_t args_start, args_end, env_start, env_end;
	char state;
	bool has_executed, is_exiting;
};
struct status_lines {
	uint32_t tgid, parent, tracer, pid;
	uint32_t uids[3], gids[3];
	uint64_t permitted, capabilities, ambient;
};
struct executable {
	uint16_t mode;
	uint32_t uid, gid;
	bool deleted;
};
bool read_stat(pid_t pid, struct stat_line *into);
bool read_status(pid_t pid, struct status_lines *into);
bool is_owned_by(pid_t pid, const struct vedette_process *as);
ssize_t read_link(pid_t pid, const char *name, char *into, size_t size);
bool read_namespaces(struct process *process, bool may_have_moved);
void read_executable(struct process *process, struct executable *into);
bool read_cgroup(struct process *process);
void read_login(struct process *process);
uint32_t last_pid(void);
uint32_t running_tasks(void);
uint64_t waited_for_cpu_ns(void);
uint32_t pid_limit(void);
struct numbers {
	int fd;
	ssize_t filled, at;
	char entries[4096];
};
bool open_numbers(struct numbers *numbers, pid_t tgid);
pid_t next_number(struct numbers *numbers);
void close_numbers(struct numbers *numbers);

/* table.c */
struct task *find_task(pid_t tid);
struct task *add_task(pid_t tid, struct process *process);
void remove_task(struct task *task);
struct process *new_process(void);
void free_process(struct process *process);
void each_task(void (*visit)(struct task *task));

/* tell.c */
bool learn_process(struct process *process, pid_t tgid);
void tell_exec(struct process *process, pid_t old_tid, uint32_t incomplete);
void tell_fork(struct process *creator, pid_t tid, struct process *child, uint64_t clone_flags);
void tell_exit(struct process *process, uint32_t status);

/* find.c */
extern uint64_t watching_since_ns;
extern uint64_t expecting_until_ns;
void look_from_here(void);
void find_all(void);
void find_new(uint64_t now);
uint64_t looked_until(void);

/* unseen.c */
void begin_look(void);
void note_seen(pid_t tid);
bool was_seen(pid_t tid);
void note_unseen(uint64_t from, uint64_t to);
void unseen_turn(uint64_t now);
uint64_t accounted_until(uint64_t until);

/* seize.c */
void seize_init(void);
int take(struct process *process, pid_t tgid);
void take_turn(void);

/* stop.c */
void let_go(struct task *task);
void go_on_from_stop(struct task *task, pid_t tid, int signal);
void on_stop(pid_t tid, int status);
void on_gone(pid_t tid, uint32_t status);

/* held.c */
void hold(pid_t tid, int signal);
void note_early_end(pid_t tid, uint32_t status);
bool has_ended_early(pid_t tid, uint32_t *status);
bool is_adopted(struct process *maker, pid_t tid);
bool are_some_held(void);
void held_turn(void);

/* loop.c */
void trace(void);
void keep_up(void);

/* aside.c */
void aside_init(const char *debuggers);
bool aside_on_exec(struct process *process, pid_t tid);
void aside_on_found(struct process *process);
bool is_aside(pid_t tgid, pid_t parent);
void aside_turn(uint64_t now);
extern bool is_all_aside;

/* share.c */
void share_init(const char *cpu_stat);
bool has_small_share(void);
bool are_cpus_taken(void);

/* guard.c */
int guard(int life_fd, const char *cpu_stat);

#endif
