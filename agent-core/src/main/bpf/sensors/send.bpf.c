// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A process sent something: the first datagram to a peer that it named in the call, and DNS messages.
 *
 * A socket that is connected told its peer by that. Which peers a socket has sent to is remembered in a map that
 * forgets the oldest: a peer that was forgotten is told again. Sent by io_uring is not seen.
 */
#include "dns_sent.h"
#include "message.h"

struct peer {
	__u64 socket;
	struct vedette_address address;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, struct peer);
	__type(value, __u8);
} sent_to SEC(".maps");

ONCE int tell_first(struct socket_view *view, __s32 fd, struct vedette_address *remote)
{
	struct task_struct *task = current_task();
	struct peer peer = {};
	struct vedette_connection *record;
	struct event event = {};
	__u8 yes = 1;

	if (!view || !remote)
		return 0;
	peer.socket = view->inode;
	peer.address = *remote;
	/* -EEXIST is the only answer that says no: without memory, twice is better than never. */
	if (!is_wanted(task, cgroup_id(task), VEDETTE_KIND_SEND) ||
	    exists_already(bpf_map_update_elem(&sent_to, &peer, &yes, BPF_NOEXIST)))
		return 0;
	if (!begin_event(&event, task, VEDETTE_KIND_SEND, sizeof(*record)))
		return 0;
	record = fill_connection(&event, view, fd, 0);
	record->remote = *remote;
	end_event(&event, &network_ring);
	return 0;
}

/* @name_len: bytes of the address that the call names, 0 when it names none. */
ONCE int after_send(struct messages *messages, __u64 name, __u32 name_len, long moved)
{
	struct dns_about about = {};
	bool is_named;

	if (!messages)
		return 0;
	is_named = messages->view.type != SOCK_STREAM && user_address(&about.remote, name, name_len);
	if (is_named)
		tell_first(&messages->view, messages->fd, &about.remote);
	if (tell_sent(&messages->view, &about, is_named, &messages->bytes, moved))
		remember_descriptor(current_task(), messages->fd);
	return 0;
}

static __always_inline void after_send_message(struct messages *messages, __u64 from, long moved)
{
	struct msghdr_64 message = {};

	if (!read_message(&message, from))
		return;
	messages->bytes.from = message.vectors;
	messages->bytes.count = message.vector_count;
	messages->bytes.is_vector = true;
	after_send(messages, message.name, message.name_len, moved);
}

/* sendto, sendmsg, sendmmsg. */
SYSCALL(on_send)
{
	struct messages messages = { .next = argument(regs, 1), .fd = argument(regs, 0) };
	__u32 size;

	if (ret < 0 || !view_socket(file_of(task, messages.fd), &messages.view) || !is_ip(&messages.view))
		return 0;
	if (is_call(regs, 44, 369, 206)) {
		messages.bytes.from = messages.next;
		messages.bytes.count = argument(regs, 2);
		after_send(&messages, argument(regs, 4), argument(regs, 5), ret);
		return 0;
	}
	if (is_call(regs, 46, 370, 211)) {
		after_send_message(&messages, messages.next, ret);
		return 0;
	}
	size = mmsghdr_size();
	for (int i = 0; i < MESSAGES_MAX && i < ret; i++) {
		after_send_message(&messages, messages.next, moved_by(messages.next));
		messages.next += size;
	}
	return 0;
}
