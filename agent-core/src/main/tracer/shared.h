/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tracer and the agent share: one memory file.
 *
 *	0                 consumer page    the agent's position in the ring
 *	page              producer page    the tracer's position in the ring
 *	2 pages           data             records, as in a BPF ring buffer; RING_BYTES of them
 *	+ RING_BYTES      nothing          never touched: a reader that expects the data's beginning again finds room
 *	+ RING_OVERLAP    struct control
 *
 * A record that would wrap is put at the beginning instead, after one that is marked as discarded.
 */
#ifndef VEDETTE_TRACER_SHARED_H
#define VEDETTE_TRACER_SHARED_H

#include <stddef.h>
#include <stdint.h>

#define VEDETTE_USER_SPACE
#include "record.h"

#define RING_OVERLAP (64 * 1024)
#define RING_DISCARD (1u << 30)
#define RING_HEADER 8

#define IGNORED_MAX 4096
#define COUNT_ROWS 1024

/* control.state: what the tracer of the moment does. */
#define STATE_STARTING 0
#define STATE_WATCHING 1
#define STATE_REFUSED 2 /* there are processes, and it may trace none of them */

/* outage.cause */
#define OUTAGE_LATE 1 /* the tracer did not go on in time, and was ended */
#define OUTAGE_ENDED 2 /* the tracer ended */
#define OUTAGE_ASIDE 3 /* it made room for a debugger */
#define OUTAGE_UNSEEN 4 /* processes came and went before they were found */
#define OUTAGE_THROTTLED 5 /* the CPU quota of the agent's container ran out */
#define OUTAGE_UNTOLD 6 /* the tracer was ended before it had told all */
#define OUTAGE_STARVED 7 /* it waited for a CPU, of which its container has a small share */

/* One for each cgroup and kind; those of cgroup 0 are for what finds no other. */
struct count_row {
	struct vedette_count_key key; /* pad: 1 when the agent wants to hear no more of the cgroup's past */
	struct vedette_count count;
	uint64_t paid_until_ns; /* when what was told is paid for, while the agent has to save CPU */
};
_Static_assert(sizeof(struct count_row) == 64, "count_row");

#define OUTAGES 16

/* Time without a tracer, or without all that it should trace. */
struct outage {
	uint64_t from_ns; /* boot clock */
	uint64_t to_ns;
	uint32_t cause; /* of OUTAGE_ */
	uint32_t pad;
};
_Static_assert(sizeof(struct outage) == 24, "outage");

/* Each field has one writer: the agent, or the tracer and its guard. */
struct control {
	struct vedette_settings settings; /* the agent; reader_asleep both */
	uint32_t state; /* of STATE_ */
	uint32_t error; /* errno of the last process that could not be traced */
	uint32_t traced; /* processes */
	uint32_t refused; /* processes that others trace, or that may not be traced */
	uint32_t outages; /* how many are over; the last ones are in `past`, number n in n % OUTAGES */
	uint32_t outage_cause; /* of the one that is not over */
	uint64_t outage_from_ns; /* the same; 0: there is none */
	uint64_t beat_ns; /* boot clock: when the tracer last went on */
	uint64_t whole_until_ns; /* the same: before it, all that was done has been told or counted */
	uint32_t tracer; /* pids */
	uint32_t guard; /* 0: there was none yet, or it has ended in order */
	uint32_t retell; /* the agent: changes when the paths of cgroups are to be told again */
	uint32_t ignored; /* the agent: how many of ignored_cgroups are used */
	/* The record that is being published, so that a tracer that was killed amid is made good for. */
	uint32_t intent_row; /* its row + 1; 0: none */
	uint32_t is_ending; /* the guard: the agent has asked for the end, so nothing is kept to be told later */
	uint64_t intent_seen; /* of that row, before */
	uint64_t intent_position; /* the producer's, after */
	uint64_t ignored_cgroups[IGNORED_MAX]; /* the agent; 0: none */
	struct count_row rows[COUNT_ROWS];
	struct outage past[OUTAGES];
};
_Static_assert(offsetof(struct control, state) == 576, "control.state");
_Static_assert(offsetof(struct control, outages) == 592, "control.outages");
_Static_assert(offsetof(struct control, beat_ns) == 608, "control.beat_ns");
_Static_assert(offsetof(struct control, retell) == 632, "control.retell");
_Static_assert(offsetof(struct control, ignored_cgroups) == 664, "control.ignored_cgroups");
_Static_assert(offsetof(struct control, rows) == 33432, "control.rows");
_Static_assert(offsetof(struct control, past) == 98968, "control.past");
_Static_assert(sizeof(struct control) == 99352, "control");

#endif
