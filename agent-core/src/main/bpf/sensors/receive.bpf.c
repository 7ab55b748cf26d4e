// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A process received a DNS message, which is read from its memory as the call ends.
 *
 * There is no hook on what the kernel copies: the one that datagrams have is passed over by those that lie in one
 * piece, and TCP keeps its bytes in pages that a program can't read. read(2) is called too often to look at each file:
 * it looks only at descriptors that connected to port 53, or sent to it. A peek (MSG_PEEK) is not told, since the same
 * bytes are received again. What io_uring receives is not seen.
 */
#include "message.h"

#define MSG_PEEK 2
#define SOCKADDR_MAX 28

/* @name: where the kernel wrote who sent a datagram, or 0. */
ONCE int after_receive(struct socket_view *view, __u64 name, struct user_bytes *bytes, __u64 moved)
{
	struct dns_about about = { .direction = VEDETTE_DNS_RECEIVED };

	if (!view || !bytes || (!is_tcp(view) && !is_udp(view)))
		return 0;
	about.socket = view->inode;
	about.protocol = view->protocol;
	local_address(view, &about.local);
	remote_address(view, &about.remote);
	if (about.remote.port == 0 && !user_address(&about.remote, name, SOCKADDR_MAX)) {
		struct vedette_address *peer = bpf_map_lookup_elem(&dns_peers, &about.socket);

		if (peer)
			about.remote = *peer;
	}
	if (is_dns(&about.local, &about.remote))
		dns_moved(&about, bytes, moved);
	return 0;
}

/* A look at the ports alone, which most sockets do not pass. */
static __always_inline bool may_be_dns(struct sock *sk)
{
	__u16 remote = GET(sk, __sk_common.skc_dport);

	return remote == 0 || remote == __builtin_bswap16(DNS_PORT) || GET(sk, __sk_common.skc_num) == DNS_PORT;
}

static __always_inline bool view_dns(struct file *file, struct socket_view *view)
{
	return view_socket(file, view) && is_ip(view) && may_be_dns(view->sk);
}

static __always_inline void after_receive_message(struct messages *messages, __u64 from, long moved)
{
	struct msghdr_64 message = {};

	if (moved <= 0 || !read_message(&message, from))
		return;
	messages->bytes.from = message.vectors;
	messages->bytes.count = message.vector_count;
	messages->bytes.is_vector = true;
	after_receive(&messages->view, message.name, &messages->bytes, moved);
}

static __always_inline void after_read(struct messages *messages, bool is_vector, long ret)
{
	struct task_struct *task = current_task();
	struct descriptor descriptor = { .tgid = task->tgid, .fd = messages->fd };

	if (!bpf_map_lookup_elem(&dns_descriptors, &descriptor))
		return;
	messages->bytes.is_vector = is_vector;
	if (view_dns(file_of(task, messages->fd), &messages->view))
		after_receive(&messages->view, 0, &messages->bytes, ret);
	else
		bpf_map_delete_elem(&dns_descriptors, &descriptor);
}

/* read, readv, recvfrom, recvmsg, recvmmsg. */
SYSCALL(on_receive)
{
	struct messages messages = { .next = argument(regs, 1), .fd = argument(regs, 0) };
	bool is_readv = is_call(regs, 19, 145, 65);
	bool is_recvmsg = is_call(regs, 47, 372, 212);

	if (ret <= 0)
		return 0;
	messages.bytes.from = messages.next;
	messages.bytes.count = argument(regs, 2);
	if (is_readv || is_call(regs, 0, 3, 63)) {
		after_read(&messages, is_readv, ret);
		return 0;
	}
	if ((argument(regs, is_recvmsg ? 2 : 3) & MSG_PEEK) || !view_dns(file_of(task, messages.fd), &messages.view))
		return 0;
	if (is_recvmsg) {
		after_receive_message(&messages, messages.next, ret);
	} else if (is_call(regs, 45, 371, 207)) {
		after_receive(&messages.view, argument(regs, 4), &messages.bytes, ret);
	} else {
		__u32 size = mmsghdr_size();

		for (int i = 0; i < MESSAGES_MAX && i < ret; i++) {
			after_receive_message(&messages, messages.next, moved_by(messages.next));
			messages.next += size;
		}
	}
	return 0;
}
