// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A socket was made, bound, made to listen, or got another descriptor.
 *
 * Making a unix socket says nothing: it is told when it connects, is bound or accepts. Attempts that failed are told:
 * who may not have a raw socket still tried. The addresses are the socket's own after the call, so that the kernel's
 * choice of a port is known; what a failed bind asked for is read from the caller. Netlink sockets are bound by every
 * lookup of a name, which is not told. The 32-bit socketcall(2) is not watched.
 */
#include "socket.h"
#include "syscall.h"
#include "written.h"

#define F_DUPFD 0
#define F_DUPFD_CLOEXEC 1030

SYSCALL(on_socket)
{
	__u32 family = argument(regs, 0);
	struct socket_view view = {
		.family = family,
		.type = argument(regs, 1) & SOCK_TYPE_MASK,
		.protocol = argument(regs, 2),
	};
	struct event event = {};
	struct vedette_connection *record;

	if (family == AF_UNIX)
		return 0;
	if (ret >= 0 && !view_socket(file_of(task, ret), &view))
		return 0;
	/* The kernel has none for itself where the family has its own: then it is as the caller gave it. */
	if (!view.protocol)
		view.protocol = argument(regs, 2);
	if (!begin_event(&event, task, VEDETTE_KIND_SOCKET, sizeof(*record)))
		return 0;
	record = (void *)event.scratch->record;
	record->family = view.family;
	record->type = view.type;
	record->protocol = view.protocol;
	record->fd = ret < 0 ? -1 : ret;
	record->error = ret < 0 ? -ret : 0;
	end_event(&event, &network_ring);
	return 0;
}

SYSCALL(on_bind)
{
	__u32 fd = argument(regs, 0);
	__u64 asked = argument(regs, 1);
	__u32 len = argument(regs, 2);
	struct vedette_connection *record;
	struct socket_view view = {};
	struct event event = {};

	if (!view_socket(file_of(task, fd), &view) || view.family == AF_NETLINK)
		return 0;
	if (!begin_event(&event, task, VEDETTE_KIND_BIND, sizeof(*record)))
		return 0;
	record = fill_connection(&event, &view, fd, ret < 0 ? -ret : 0);
	if (is_ip(&view)) {
		__u16 port = record->local.port;

		if (!user_address(&record->local, asked, len))
			mark_incomplete(&event, VEDETTE_ADDRESS_UNKNOWN);
		if (ret == 0)
			record->local.port = port;
	} else if (view.family == AF_UNIX) {
		record->local_path_len =
			ret == 0 ? append_unix_path(&event, view.sk) : append_user_unix_path(&event, asked, len);
	} else {
		mark_incomplete(&event, VEDETTE_ADDRESS_UNKNOWN);
	}
	end_event(&event, &network_ring);
	return 0;
}

SYSCALL(on_listen)
{
	__u32 fd = argument(regs, 0);
	struct vedette_connection *record;
	struct socket_view view = {};
	struct event event = {};

	if (!view_socket(file_of(task, fd), &view))
		return 0;
	if (!begin_event(&event, task, VEDETTE_KIND_LISTEN, sizeof(*record)))
		return 0;
	record = fill_connection(&event, &view, fd, ret < 0 ? -ret : 0);
	record->number = argument(regs, 1);
	if (view.family == AF_UNIX)
		record->local_path_len = append_unix_path(&event, view.sk);
	end_event(&event, &network_ring);
	return 0;
}

/* Shells are bound to a connection by making it their descriptors 0, 1 and 2. */
static __always_inline int tell_dup(struct task_struct *task, __s32 fd, __s32 new_fd)
{
	struct vedette_connection *record;
	struct socket_view view = {};
	struct event event = {};

	if (new_fd < 0 || new_fd == fd || !view_socket(file_of(task, new_fd), &view))
		return 0;
	if (!begin_event(&event, task, VEDETTE_KIND_DUP, sizeof(*record)))
		return 0;
	record = fill_connection(&event, &view, fd, 0);
	record->number = new_fd;
	append_both_ends(&event, &view);
	end_event(&event, &network_ring);
	return 0;
}

SYSCALL(on_dup)
{
	return tell_dup(task, argument(regs, 0), ret);
}

/* dup2, dup3: what the second descriptor was is closed without a word. */
SYSCALL(on_dup_over)
{
	__u32 fd = argument(regs, 0);

	if (ret < 0 || fd == (__u32)ret)
		return 0;
	closed(task, ret);
	return tell_dup(task, fd, ret);
}

SYSCALL(on_fcntl)
{
	__u32 command = argument(regs, 1);

	if (command != F_DUPFD && command != F_DUPFD_CLOEXEC)
		return 0;
	return tell_dup(task, argument(regs, 0), ret);
}
