/*
 * What the containers of a chaos row run. Each does things that an agent sees, and tells how often: lines of KEY KIND
 * COUNT on standard output, where KEY is part of the paths and arguments of what it did. When it ran a process is in
 * lines of KEY ran FROM TO, when it ran itself in one of KEY lived FROM TO; nanoseconds since 1970.
 */
#ifndef CHAOS_H
#define CHAOS_H

#include <stdint.h>
#include <time.h>

#define NS_PER_S 1000000000LL

/* A request and its answer: what is wanted, and the phase of the row. */
struct message {
	char what;
	char phase;
};

#define REQUEST_WORK 'w'
#define REQUEST_END 'e'
#define ANSWER_OK '+'
#define ANSWER_FAILED '-'

static inline int64_t monotonic_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static inline int64_t epoch_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* Ends the program when a call failed that never should. */
void must(long value, const char *what);

/* Both: 0, or -1 when a call failed. */
int make_and_remove(const char *path);
int run(const char *path, const char *key, int expected_code);

/* Lines of when processes ran, and of when this one did. */
void tell_runs(void);
void tell_life(const char *key);

int serve(int port);
int load(int port);
int job(const char *key, int count);
int flood(const char *key, int seconds);
int bomb(const char *key, int seconds);
int steady(void);
int burn(void);

#endif
