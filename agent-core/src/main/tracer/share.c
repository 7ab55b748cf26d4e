/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which share of the CPUs the agent's container has, and whether others use them all.
 *
 * Whoever has a small share waits, as long as others use all CPUs, hundreds of times as long as it ran before, up to
 * seconds; so would an app that waits for an answer to a stop. Then nothing is traced.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tracer.h"

/* A tenth of what a container has by default, in cgroups of version 1 and 2. */
#define SMALL_SHARES 103
#define SMALL_WEIGHT 5

static int share_fd = -1;
static uint64_t small_share;
static uint32_t cpus;

static bool open_share(const char *directory, int length, const char *name, uint64_t small)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%.*s/%s", length, directory, name);
	share_fd = open(path, O_RDONLY | O_CLOEXEC);
	small_share = small;
	return share_fd >= 0;
}

/* The share is told beside the quota. */
void share_init(const char *cpu_stat)
{
	const char *end = strrchr(cpu_stat, '/');
	int length = end ? (int)(end - cpu_stat) : 0;

	cpus = (uint32_t)sysconf(_SC_NPROCESSORS_ONLN);
	if (end && !open_share(cpu_stat, length, "cpu.shares", SMALL_SHARES))
		open_share(cpu_stat, length, "cpu.weight", SMALL_WEIGHT);
}

bool has_small_share(void)
{
	char text[32];
	ssize_t length = share_fd < 0 ? 0 : pread(share_fd, text, sizeof(text) - 1, 0);

	text[length > 0 ? length : 0] = 0;
	return length > 0 && strtoull(text, NULL, 10) < small_share;
}

/* Who asks runs, too. */
bool are_cpus_taken(void)
{
	return running_tasks() > cpus;
}
