/* What a case may use; main.c says how to write one. */
#ifndef SCENARIO_H
#define SCENARIO_H

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

struct scenario_case {
	const char *name;
	void (*run)(void);
};

/* Each ends with an entry without a name. */
extern const struct scenario_case exec_cases[];
extern const struct scenario_case process_cases[];
extern const struct scenario_case security_cases[];
extern const struct scenario_case memory_cases[];
extern const struct scenario_case tracing_cases[];
extern const struct scenario_case open_cases[];
extern const struct scenario_case write_cases[];
extern const struct scenario_case file_cases[];
extern const struct scenario_case mount_cases[];
extern const struct scenario_case uring_cases[];
extern const struct scenario_case network_cases[];
extern const struct scenario_case connection_cases[];
extern const struct scenario_case dns_cases[];

/* This program, as the kernel names it from the root; and the folder that a case may use, also its working directory.
 */
extern char self[4096];
extern char folder[4096];
const char *in_folder(const char *name); /* its path; good until the next call */
void enter_deep(size_t levels); /* makes directories with names of 200 bytes, one in the other, and goes there */

/*
 * The next event of this kind is expected. `detail` is JSON in single quotes, after printf: what the object under the
 * kind's name must contain. The modifiers before it hold for it alone.
 */
void expect(const char *kind, const char *detail, ...) __attribute__((format(printf, 2, 3)));
void of(pid_t pid); /* who does it, in its own pid namespace; else the process that calls expect */
void process(const char *json, ...) __attribute__((format(printf, 1, 2))); /* what `process` must contain */
void incomplete(const char *names); /* exactly these, as "args_cut,cwd_cut"; without it nothing may be incomplete */
void never(void); /* no event that fits may come */

/* A JSON string in double quotes, as the endpoint writes bytes; good until 64 others were made. */
const char *text(const char *bytes);
const char *texts(char *const *strings); /* a JSON list, up to NULL; freed by nobody */

/* A case that can't be had on this kernel or machine. Never for what the agent can't do. */
void skip(const char *why, ...) __attribute__((format(printf, 1, 2), noreturn));
/* The case itself is broken: the suite fails. */
void broken(const char *why, ...) __attribute__((format(printf, 1, 2), noreturn));

/* The value of a call that has to work. */
#define MUST(call)                                                                                                     \
	({                                                                                                             \
		long must_value = (long)(call);                                                                        \
		if (must_value < 0)                                                                                    \
			broken("%s: %s (%s:%d)", #call, strerror(errno), __FILE__, __LINE__);                          \
		must_value;                                                                                            \
	})

/* processes.c */

/* How a program of ours is told to end: as an argument --end=… of its own. */
#define EXIT(code) "--end=exit:" #code
#define ARGS(...) ((char *[]){ __VA_ARGS__, NULL })

pid_t child(void (*body)(void *), void *context); /* forks; the child exits with 0 after body */
int wait_for(pid_t pid); /* its status */
void expect_exit(pid_t pid, int status); /* the exit that fits what waitpid told */
int run(const char *path, char **args); /* expects fork, exec and exit of a child that does it; answers its status */
void copy_self(const char *path, mode_t mode);
void write_file(const char *path, const char *content, mode_t mode);
int copy_to_memory(const char *name); /* a memfd with this program */

#endif
