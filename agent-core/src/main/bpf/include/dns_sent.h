/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * DNS messages that a process writes into a socket with write(2) or writev(2): for the handlers of those calls, which
 * know the file already.
 *
 *	if (ret > 0 && is_socket)
 *		dns_sent(file, argument(regs, 1), argument(regs, 2), false, ret);
 *
 * The second argument is the buffer, or for writev the vectors; the third how many bytes or vectors; the fourth whether
 * they are vectors. A file that is no socket tells nothing. Most sockets are not port 53, and that is checked first.
 */
#ifndef VEDETTE_DNS_SENT_H
#define VEDETTE_DNS_SENT_H

#include "dns.h"

/* @about: all zero, but for the peer when the call names one. Answers whether it was DNS. */
static __always_inline bool tell_sent(struct socket_view *view, struct dns_about *about, bool is_named,
				      struct user_bytes *bytes, long moved)
{
	if (moved <= 0 || (!is_tcp(view) && !is_udp(view)))
		return false;
	if (!is_named)
		remote_address(view, &about->remote);
	local_address(view, &about->local);
	if (!is_dns(&about->local, &about->remote))
		return false;
	about->socket = view->inode;
	about->protocol = view->protocol;
	about->direction = VEDETTE_DNS_SENT;
	if (is_named)
		bpf_map_update_elem(&dns_peers, &about->socket, &about->remote, BPF_ANY);
	dns_moved(about, bytes, moved);
	return true;
}

static __always_inline void dns_sent(struct file *file, __u64 from, __u64 count, bool is_vector, long ret)
{
	struct user_bytes bytes = { .from = from, .count = count, .is_vector = is_vector };
	struct socket_view view = {};
	struct dns_about about = {};

	if (ret > 0 && view_socket(file, &view))
		tell_sent(&view, &about, false, &bytes, ret);
}

#endif
