/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Events of files that are not wanted because of where the file is. The longest rule that a path begins with decides;
 * without one the event is told. Rules end in a slash, and a path is looked up with one behind it: so a rule is about
 * whole names, and about the directory itself too.
 *
 * What can't be judged is told: a path that is cut or unknown, and a caller's string with `..` in it.
 */
#ifndef VEDETTE_PATH_RULES_H
#define VEDETTE_PATH_RULES_H

#include "record_file.h"
#include "tail.h"

struct path_key {
	__u32 bits;
	__u8 path[VEDETTE_RULE_MAX];
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, VEDETTE_RULES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct path_key);
	__type(value, __u8);
} path_rules SEC(".maps");

struct dots {
	struct scratch *scratch;
	__u32 at;
	__u32 before;
	__u32 found;
};

static long look_for_dots(__u64 step, void *context)
{
	struct dots *dots = context;
	__u32 at = at_most(dots->at + (__u32)step, SCRATCH_RECORD - 2);
	__u32 before = dots->before;

	dots->before = dots->scratch->record[at];
	dots->found = before == '/' && dots->before == '.' && dots->scratch->record[at + 1] == '.';
	return dots->found;
}

/* Whether a name in the string begins with two dots. */
static __always_inline bool has_dots(struct scratch *scratch, __u32 at, __u32 len)
{
	struct dots dots = { .scratch = scratch, .at = at, .before = '/' };

	bpf_loop(len, look_for_dots, &dots, 0);
	return dots.found;
}

/* Appends bytes of the record to the key, and the slash behind them. Answers how long the key's path is then. */
static __always_inline __u32 append_key(struct scratch *scratch, __u32 len, __u32 at, __u32 more)
{
	struct path_key *key = (void *)scratch->path;

	at = at_most(at, SCRATCH_RECORD - VEDETTE_RULE_MAX);
	more = at_most(more, VEDETTE_RULE_MAX);
	len = at_most(len, VEDETTE_RULE_MAX);
	if (bpf_probe_read_kernel(key->path + len, more, scratch->record + at))
		return 0;
	len = at_most(len + more, 2 * VEDETTE_RULE_MAX);
	scratch->path[sizeof(key->bits) + len] = '/';
	return len + 1;
}

/* Overwrites scratch->path. @at: where the named path's strings begin in the record. */
static __always_inline bool is_path_off(struct event *event, struct vedette_named *named, __u32 at)
{
	struct vedette_header *header = (void *)event->scratch->record;
	struct scratch *scratch = event->scratch;
	struct path_key *key = (void *)scratch->path;
	__u32 given = named->joined == VEDETTE_RESOLVED ? 0 : named->given_len;
	__u32 len = 0;
	__u8 *rule;

	if (!settings.path_rules || (header->incomplete & (VEDETTE_PATH_CUT | VEDETTE_PATH_UNKNOWN)))
		return false;
	if (named->base_len) {
		len = append_key(scratch, 0, at + named->given_len, named->base_len);
		/* Of the root itself there is one slash enough. */
		if (named->base_len == 1)
			len = 1;
	}
	if (given)
		len = append_key(scratch, len, at, given);
	key->bits = at_most(len, VEDETTE_RULE_MAX) * 8;
	rule = bpf_map_lookup_elem(&path_rules, key);
	return rule && *rule == VEDETTE_RULE_EXCLUDE && !(given && has_dots(scratch, at, given));
}

#endif
