/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes records into the ring and keeps the counts. Never waits: what finds no room is counted and gone.
 *
 * A record is complete before the producer's position passes it, so a tracer that is killed leaves none behind that is
 * half written; what it was about to count is made good for by the next one.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tracer.h"

#define SECOND_NS 1000000000ull

static uint64_t *consumer;
static uint64_t *producer;
static uint8_t *data;
static uint64_t capacity;
static int wake;

bool ring_open(int memory_fd, int wake_fd, uint64_t bytes)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t length = 2 * page + bytes + RING_OVERLAP + sizeof(struct control);
	uint8_t *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, memory_fd, 0);

	if (memory == MAP_FAILED)
		return false;
	consumer = (uint64_t *)memory;
	producer = (uint64_t *)(memory + page);
	data = memory + 2 * page;
	capacity = bytes;
	wake = wake_fd;
	control = (struct control *)(data + bytes + RING_OVERLAP);
	return true;
}

void ring_recover(void)
{
	uint64_t is_told;

	if (control->intent_row == 0)
		return;
	is_told = *producer >= control->intent_position;
	control->rows[control->intent_row - 1].count.seen = control->intent_seen + is_told;
	control->intent_row = 0;
}

bool is_wanted(uint64_t cgroup, uint32_t kind)
{
	uint32_t i, ignored = __atomic_load_n(&control->ignored, __ATOMIC_ACQUIRE);

	if (control->settings.kinds_off[kind / 64] & (1ull << (kind & 63)))
		return false;
	for (i = 0; i < ignored && i < IGNORED_MAX; i++)
		if (control->ignored_cgroups[i] == cgroup)
			return false;
	return true;
}

static bool is_of(const struct count_row *row, uint64_t cgroup, uint32_t kind)
{
	return row->key.kind == kind && row->key.cgroup_id == cgroup;
}

static struct count_row *renew(struct count_row *row, uint64_t cgroup, uint32_t kind)
{
	memset(&row->count, 0, sizeof(row->count));
	row->paid_until_ns = 0;
	row->key.cgroup_id = cgroup;
	row->key.pad = 0;
	__atomic_store_n(&row->key.kind, kind, __ATOMIC_RELEASE);
	return row;
}

/* The first rows, one for each kind that is told here, are cgroup 0's and always there. */
static struct count_row *common_row(uint32_t kind)
{
	struct count_row *row = &control->rows[kind == VEDETTE_KIND_EXEC ? 0 : kind == VEDETTE_KIND_FORK ? 1 : 2];

	return row->key.kind ? row : renew(row, 0, kind);
}

static struct count_row *row_of(uint64_t cgroup, uint32_t kind)
{
	uint32_t first = (uint32_t)((cgroup ^ (cgroup >> 32)) * 2654435761u + kind);
	struct count_row *forgotten = NULL;
	uint32_t i;

	for (i = 0; i < COUNT_ROWS; i++) {
		struct count_row *row = &control->rows[(first + i) % COUNT_ROWS];

		if (row < control->rows + 3)
			continue;
		if (is_of(row, cgroup, kind))
			return row->key.pad ? renew(row, cgroup, kind) : row;
		if (row->key.kind == 0)
			return renew(forgotten ? forgotten : row, cgroup, kind);
		if (row->key.pad && !forgotten)
			forgotten = row;
	}
	return forgotten ? renew(forgotten, cgroup, kind) : common_row(kind);
}

/* Whether the cgroup has used up its share of the kind while the agent has to save CPU. */
static bool is_left_out(struct count_row *row)
{
	uint32_t rate = control->settings.share_rates[row->key.kind];
	uint64_t now = now_ns();

	if (!control->settings.shedding || rate == 0)
		return false;
	if (row->paid_until_ns < now)
		row->paid_until_ns = now;
	if (row->paid_until_ns > now + SECOND_NS)
		return true;
	row->paid_until_ns += SECOND_NS / rate;
	return false;
}

static void wake_reader(void)
{
	uint64_t one = 1;

	/* Whoever goes to sleep says so, and looks at the position once more after that. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (control->settings.reader_asleep &&
	    __atomic_exchange_n(&control->settings.reader_asleep, 0, __ATOMIC_ACQ_REL) &&
	    write(wake, &one, sizeof(one)) < 0)
		return;
}

/* Where the record goes; the producer's position after it, or 0 when there is no room. */
static uint64_t place(uint32_t size, uint8_t **into)
{
	uint64_t need = (size + RING_HEADER + 7) & ~7ull;
	uint64_t at = *producer;
	uint64_t left = capacity - (at & (capacity - 1));
	uint64_t skip = left < need ? left : 0;

	if (at + skip + need - __atomic_load_n(consumer, __ATOMIC_ACQUIRE) > capacity)
		return 0;
	if (skip)
		*(uint32_t *)(data + (at & (capacity - 1))) = RING_DISCARD | (uint32_t)(skip - RING_HEADER);
	*into = data + ((at + skip) & (capacity - 1));
	return at + skip + need;
}

static void put(uint8_t *into, const void *record, uint32_t size)
{
	memcpy(into + RING_HEADER, record, size);
	*(uint32_t *)into = size;
}

bool ring_tell_uncounted(const void *record, uint32_t size)
{
	uint8_t *into;
	uint64_t position = place(size, &into);

	if (!position)
		return false;
	put(into, record, size);
	__atomic_store_n(producer, position, __ATOMIC_RELEASE);
	return true;
}

void ring_tell(const void *record, uint32_t size, uint64_t cgroup, uint32_t kind)
{
	struct count_row *row = row_of(cgroup, kind);
	uint64_t position = 0;
	uint8_t *into;

	if (is_left_out(row)) {
		row->count.seen++;
		row->count.sampled++;
		return;
	}
	position = place(size, &into);
	if (!position) {
		row->count.seen++;
		row->count.lost++;
	} else {
		put(into, record, size);
		control->intent_seen = row->count.seen;
		control->intent_position = position;
		__atomic_store_n(&control->intent_row, (uint32_t)(row - control->rows) + 1, __ATOMIC_RELEASE);
		row->count.seen++;
		__atomic_store_n(producer, position, __ATOMIC_RELEASE);
		__atomic_store_n(&control->intent_row, 0, __ATOMIC_RELEASE);
	}
	wake_reader();
}

void count_lost(uint64_t cgroup, uint32_t kind)
{
	struct count_row *row = row_of(cgroup, kind);

	row->count.seen++;
	row->count.lost++;
}
