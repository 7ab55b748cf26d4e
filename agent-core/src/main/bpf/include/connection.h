/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is remembered of a TCP connection: whose it is, since what happens to it later happens in interrupts, where the
 * current task is just whoever was interrupted.
 *
 * An entry comes with connect's SYN or with accept, and goes when the socket is closed or could not connect. When there
 * is no room for one, what could not be told therefore counts as no_state.
 *
 * connect(2) and the answer to its SYN run at the same time. Who of the two comes second tells the result of a connect
 * that did not wait: `phase` decides that, and changes only by compare and swap while both may look at it.
 */
#ifndef VEDETTE_CONNECTION_H
#define VEDETTE_CONNECTION_H

#include "socket.h"

#define CONNECTION_MAX 16384

#define TCP_SYN_SENT 2
#define TCP_FIN_WAIT1 4
#define TCP_FIN_WAIT2 5
#define TCP_TIME_WAIT 6
#define TCP_CLOSE 7
#define TCP_LAST_ACK 9
#define TCP_CLOSING 11

#define SOCK_DONE (1ul << 1)

#define PHASE_CALL 0 /* connect(2) has not ended, and the result is not known */
#define PHASE_RUNS_ON 1 /* connect(2) has ended without a result */
#define PHASE_DONE 2 /* the result is known, connect(2) has not ended */
#define PHASE_TOLD 3

struct connection {
	struct vedette_header header; /* kind, time and size are set when something is told */
	struct vedette_address remote;
	__u64 socket;
	__u64 since_boot_time_ns;
	__u32 protocol;
	__s32 fd;
	__u16 family;
	__u16 type;
	__u32 phase;
	__s32 error; /* with PHASE_DONE */
	__u32 accepted; /* else connected */
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, CONNECTION_MAX);
	__type(key, __u64); /* struct sock * */
	__type(value, struct connection);
} connections SEC(".maps");

/* Results that were told when the next connect(2) of that socket gives them again, by the socket's inode. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, __s32);
} told_failures SEC(".maps");

/* False when there is no room. */
static __always_inline bool remember(struct task_struct *task, struct socket_view *view, __s32 fd, __u32 phase,
				     bool accepted)
{
	__u64 key = (__u64)view->sk;
	struct connection connection = {};

	fill_header(&connection.header, task, VEDETTE_KIND_CONNECT, 0);
	remote_address(view, &connection.remote);
	connection.socket = view->inode;
	connection.since_boot_time_ns = connection.header.boot_time_ns;
	connection.protocol = view->protocol;
	connection.family = view->family;
	connection.type = view->type;
	connection.fd = fd;
	connection.phase = phase;
	connection.accepted = accepted;
	return bpf_map_update_elem(&connections, &key, &connection, BPF_ANY) == 0;
}

static __always_inline bool is_remembered_wanted(struct connection *connection, __u32 kind)
{
	__u64 cgroup = connection->header.cgroup_id;

	return is_wanted_of(cgroup, kind) && !is_left_out(cgroup, kind);
}

/*
 * A record of what became of a connection, with both ends, under the name of the process that connected or accepted.
 * NULL when there is no room. It begins like a vedette_connection, up to the socket; the rest is 0.
 */
static __always_inline void *reserve_remembered(struct connection *connection, struct sock *sk, __u16 kind, __u32 size)
{
	struct socket_view view = { .sk = sk, .family = connection->family, .type = connection->type };
	struct vedette_connection *record = bpf_ringbuf_reserve(&network_ring, size, 0);

	if (!record)
		return NULL;
	__builtin_memset(record, 0, size);
	record->header = connection->header;
	record->header.kind = kind;
	record->header.size = size;
	record->header.boot_time_ns = bpf_ktime_get_boot_ns();
	local_address(&view, &record->local);
	record->remote = connection->remote;
	record->socket = connection->socket;
	return record;
}

/* NULL counts as lost. */
static __always_inline void submit_remembered(struct connection *connection, __u32 kind, void *record)
{
	if (record)
		bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	finish(connection->header.cgroup_id, kind, !record);
}

/* The result of a connect that did not wait, under the name of the process that called it. */
static __always_inline void tell_result(struct connection *connection, struct sock *sk, __s32 error)
{
	struct vedette_connection *record;

	if (!is_remembered_wanted(connection, VEDETTE_KIND_CONNECT))
		return;
	record = reserve_remembered(connection, sk, VEDETTE_KIND_CONNECT, sizeof(*record));
	if (record) {
		record->protocol = connection->protocol;
		record->family = connection->family;
		record->type = connection->type;
		record->fd = connection->fd;
		record->error = error;
	}
	submit_remembered(connection, VEDETTE_KIND_CONNECT, record);
}

static __always_inline void remember_failure(struct connection *connection, __s32 error)
{
	__u64 socket = connection->socket;

	bpf_map_update_elem(&told_failures, &socket, &error, BPF_ANY);
}

static __always_inline bool was_told(__u64 socket, __s32 error)
{
	__s32 *told = bpf_map_lookup_elem(&told_failures, &socket);

	return told && *told == error && bpf_map_delete_elem(&told_failures, &socket) == 0;
}

#endif
