/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A socket got another descriptor. */
#ifndef VEDETTE_DUP_H
#define VEDETTE_DUP_H

#include "socket.h"

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

#endif
