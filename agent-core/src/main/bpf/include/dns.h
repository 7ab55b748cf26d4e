/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * DNS messages: what goes to or comes from port 53, over UDP and TCP, as raw bytes. Nothing is parsed here.
 *
 * What a call moved is gathered from the caller's memory into a scratch of its own, then told message by message. Over
 * TCP each message has its length before it, and both may be spread over calls: what is left over when a call ends is
 * remembered for its socket and direction. A message whose bytes come with several calls is told with those of the
 * first, as cut. A call that moves more than DNS_GATHER_MAX bytes may end amid what was not looked at: from then on
 * each call on that stream counts as one message that could not be told.
 */
#ifndef VEDETTE_DNS_H
#define VEDETTE_DNS_H

#include "socket.h"
#include "syscall.h"

#define DNS_PORT 53
#define DNS_GATHER_MAX 16384
#define UIO_MAXIOV 1024

struct dns_about {
	struct vedette_address local;
	struct vedette_address remote;
	__u64 socket;
	__u32 protocol;
	__u32 direction;
};

/* Where the telling of one call stands. Kept in scratch->path, which nothing else uses meanwhile. */
struct dns_work {
	struct dns_about about;
	__u32 len; /* bytes gathered */
	__u32 missing; /* bytes moved, but not gathered */
	__u32 at;
	__u32 skip; /* bytes left of a message that was told */
	__u32 length; /* what the two bytes before the message say */
	__u32 have; /* how many of those two are known */
};

struct dns_stream_key {
	__u64 socket;
	__u64 direction;
};

struct dns_stream {
	__u32 skip;
	__u32 length;
	__u32 have;
	__u32 lost; /* 1: where the next message begins is not known any more */
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct dns_stream_key);
	__type(value, struct dns_stream);
} dns_streams SEC(".maps");

/*
 * Whom a socket that is not connected sent its last DNS message: that is who answers, when the receiver does not ask
 * the kernel who it was. By the socket's inode.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, struct vedette_address);
} dns_peers SEC(".maps");

struct descriptor {
	__u32 tgid;
	__s32 fd;
};

/* Descriptors whose reads are looked at. One that is pushed out, or is used by another process, is not. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct descriptor);
	__type(value, __u8);
} dns_descriptors SEC(".maps");

static __always_inline void remember_descriptor(struct task_struct *task, __s32 fd)
{
	struct descriptor descriptor = { .tgid = task->tgid, .fd = fd };
	__u8 yes = 1;

	if (!bpf_map_lookup_elem(&dns_descriptors, &descriptor))
		bpf_map_update_elem(&dns_descriptors, &descriptor, &yes, BPF_ANY);
}

/* Bytes of the caller: `count` of them, or `count` vectors of them. */
struct user_bytes {
	__u64 from;
	__u64 count;
	bool is_vector;
};

static long gather_step(__u64 step, void *context)
{
	struct scratch *scratch = ((struct loop *)context)->scratch;
	struct copy *copy = &scratch->copy;
	__u64 vector[2] = {};
	__u32 at = copy->total;
	__u32 len;

	if (!copy->left || !copy->from)
		return 1;
	if (copy->done) {
		__u32 narrow[2] = {};

		bpf_probe_read_user(narrow, sizeof(narrow), (void *)copy->next);
		vector[0] = narrow[0];
		vector[1] = narrow[1];
		copy->next += sizeof(narrow);
	} else {
		bpf_probe_read_user(vector, sizeof(vector), (void *)copy->next);
		copy->next += sizeof(vector);
	}
	copy->left--;
	len = vector[1] < copy->from ? vector[1] : copy->from;
	at = at_most(at, DNS_GATHER_MAX);
	len = at_most(len, DNS_GATHER_MAX);
	if (len == 0)
		return 0;
	if (bpf_probe_read_user(scratch->record + at, len, (void *)vector[0]))
		return 1;
	copy->total += len;
	copy->from -= len;
	return 0;
}

/* Answers how many bytes there are now in scratch->record. */
static __always_inline __u32 gather(struct scratch *scratch, const struct user_bytes *bytes, __u64 moved)
{
	struct loop loop = { .scratch = scratch };
	struct copy *copy = &scratch->copy;
	__u32 len = moved < DNS_GATHER_MAX ? moved : DNS_GATHER_MAX;

	if (!bytes->is_vector) {
		len = at_most(bytes->count < len ? bytes->count : len, DNS_GATHER_MAX);
		return len && bpf_probe_read_user(scratch->record, len, (void *)bytes->from) == 0 ? len : 0;
	}
	copy->next = bytes->from;
	copy->left = bytes->count;
	copy->from = len;
	copy->total = 0;
	copy->done = is_32_bit_call();
	bpf_loop(UIO_MAXIOV, gather_step, &loop, 0);
	return copy->total;
}

static __always_inline void fill_dns(struct vedette_dns *record, const struct dns_about *about)
{
	record->local = about->local;
	record->remote = about->remote;
	record->socket = about->socket;
	record->protocol = about->protocol;
	record->direction = about->direction;
}

/* Tells the message that begins at `at` of what was gathered. */
static __always_inline void tell_dns(struct scratch *scratch, __u32 at, __u32 len, bool cut)
{
	struct task_struct *task = current_task();
	struct event event = {};
	struct vedette_dns *record;

	if (!begin_taken(&event, task, cgroup_id(task), VEDETTE_KIND_DNS, sizeof(*record)))
		return;
	record = (void *)event.scratch->record;
	fill_dns(record, &((struct dns_work *)scratch->path)->about);
	if (len > VEDETTE_PAYLOAD_MAX)
		cut = true;
	at = at_most(at, DNS_GATHER_MAX);
	len = at_most(len, VEDETTE_PAYLOAD_MAX);
	if (len && bpf_probe_read_kernel(event.scratch->record + sizeof(*record), len, scratch->record + at) == 0) {
		record->payload_len = len;
		event.size += len;
	}
	if (cut)
		mark_incomplete(&event, VEDETTE_PAYLOAD_CUT);
	end_event(&event, &network_ring);
}

static long stream_step(__u64 step, void *context)
{
	struct scratch *scratch = ((struct loop *)context)->scratch;
	struct dns_work *work = (struct dns_work *)scratch->path;
	__u32 at = work->at;
	__u32 left = work->len - at;
	__u32 len;

	if (at >= work->len)
		return 1;
	if (work->skip) {
		len = work->skip < left ? work->skip : left;
		work->skip -= len;
		work->at = at + len;
		return 0;
	}
	if (work->have < 2) {
		work->length = (work->length << 8 | scratch->record[at_most(at, DNS_GATHER_MAX)]) & 0xffff;
		work->have++;
		work->at = at + 1;
		return 0;
	}
	len = work->length < left ? work->length : left;
	if (len)
		tell_dns(scratch, at, len, len < work->length);
	work->skip = work->length - len;
	work->length = 0;
	work->have = 0;
	work->at = at + len;
	return 0;
}

static __always_inline void keep_stream(struct dns_work *work, const struct dns_stream_key *key)
{
	struct dns_stream stream = { .skip = work->skip, .length = work->length, .have = work->have };

	if (work->missing && work->missing <= work->skip)
		stream.skip -= work->missing;
	else if (work->missing)
		stream.lost = 1;
	if (stream.skip || stream.have || stream.lost)
		bpf_map_update_elem(&dns_streams, key, &stream, BPF_ANY);
	else
		bpf_map_delete_elem(&dns_streams, key);
}

static __always_inline void tell_stream(struct scratch *scratch)
{
	struct dns_work *work = (struct dns_work *)scratch->path;
	struct dns_stream_key key = { .socket = work->about.socket, .direction = work->about.direction };
	struct dns_stream *stream = bpf_map_lookup_elem(&dns_streams, &key);
	struct loop loop = { .scratch = scratch };

	if (stream && stream->lost) {
		struct task_struct *task = current_task();
		__u64 cgroup = cgroup_id(task);

		if (is_wanted(task, cgroup, VEDETTE_KIND_DNS))
			finish_as(cgroup, VEDETTE_KIND_DNS, NO_STATE);
		return;
	}
	work->skip = stream ? stream->skip : 0;
	work->length = stream ? stream->length : 0;
	work->have = stream ? stream->have : 0;
	work->at = 0;
	bpf_loop(2 * DNS_GATHER_MAX, stream_step, &loop, 0);
	keep_stream(work, &key);
}

static __always_inline bool is_dns(const struct vedette_address *local, const struct vedette_address *remote)
{
	return local->port == DNS_PORT || remote->port == DNS_PORT;
}

/* Tells what a call moved between a socket and the caller's memory. */
ONCE int dns_moved(struct dns_about *about, struct user_bytes *bytes, __u64 moved)
{
	struct task_struct *task = current_task();
	__u64 cgroup = cgroup_id(task);
	struct scratch *scratch;
	struct dns_work *work;

	if (!about || !bytes || !is_wanted(task, cgroup, VEDETTE_KIND_DNS))
		return 0;
	/* A datagram is one message. How many a piece of a stream has is known only once it was followed: none is left
	 * out. */
	if (about->protocol != IPPROTO_TCP && is_left_out(cgroup, VEDETTE_KIND_DNS))
		return 0;
	scratch = take_scratch();
	if (!scratch) {
		finish(cgroup, VEDETTE_KIND_DNS, true);
		return 0;
	}
	work = (struct dns_work *)scratch->path;
	work->about = *about;
	work->len = gather(scratch, bytes, moved);
	work->missing = moved > work->len ? moved - work->len : 0;
	if (work->about.protocol == IPPROTO_TCP)
		tell_stream(scratch);
	else
		tell_dns(scratch, 0, work->len, work->missing);
	give_scratch(scratch);
	return 0;
}

#endif
