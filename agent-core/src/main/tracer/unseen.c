/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notices that processes came and went without having been seen: pids are given one after the other, and each belongs
 * to a task that was traced, or to one that can be found. How many there were and what they did is not known, and a
 * fork that failed late has taken a pid too, so what is told is the time in which it was: an outage.
 */
#include "tracer.h"

#define SEEN (1u << 13)
#define TELL_EVERY_NS 1000000000ull

/* Of a pid that was given since the look before the last one, the task was seen since then. */
#define STILL_NEW 2

static struct {
	pid_t tid;
	uint32_t look;
} seen[SEEN];
static uint32_t looks;
static uint64_t from_ns, to_ns;
static uint64_t told_ns;

void note_seen(pid_t tid)
{
	seen[(uint32_t)tid % SEEN].tid = tid;
	seen[(uint32_t)tid % SEEN].look = looks;
}

void begin_look(void)
{
	looks++;
}

/* Pids are given again: an earlier task of the same does not count. */
bool was_seen(pid_t tid)
{
	uint32_t at = (uint32_t)tid % SEEN;

	return seen[at].tid == tid && looks - seen[at].look <= STILL_NEW;
}

/* While there is an outage anyway, it says so already. */
void note_unseen(uint64_t from, uint64_t to)
{
	if (control->outage_from_ns && control->outage_from_ns <= from)
		return;
	if (!from_ns || from < from_ns)
		from_ns = from;
	to_ns = to;
}

/* The first at once, those that follow together; all when there is no later. */
void unseen_turn(uint64_t now)
{
	bool is_ending = __atomic_load_n(&control->is_ending, __ATOMIC_ACQUIRE);

	if (!from_ns || (!is_ending && now - told_ns < TELL_EVERY_NS))
		return;
	told_ns = now;
	note_outage(from_ns, to_ns, OUTAGE_UNSEEN);
	from_ns = 0;
}

/* Up to when nothing is missing that is not told yet, of what is whole up to there otherwise. */
uint64_t accounted_until(uint64_t until)
{
	return from_ns && from_ns < until ? from_ns : until;
}
