// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A process connected a socket, or accepted a connection.
 *
 * The end of the call has the result, also of attempts that failed at once. A TCP connect that does not wait is told
 * twice: as the call ends, with EINPROGRESS, or EINTR when a signal ended the wait; and as its result is known, see
 * connection.bpf.c. Calls that only ask for that result again (EALREADY, EISCONN, or the result itself) tell nothing,
 * and neither does an AF_UNSPEC address, which takes the peer from a datagram socket.
 */
#include "connection.h"
#include "dns.h"

#define EINTR 4
#define EISCONN 106
#define EALREADY 114
#define EINPROGRESS 115
/* Of the kernel's own: a signal came, the call is begun anew or ends with EINTR. */
#define ERESTARTSYS 512
#define ERESTART_RESTARTBLOCK 516

static __always_inline __s32 error_of(long ret)
{
	if (ret >= 0)
		return 0;
	return -ret >= ERESTARTSYS && -ret <= ERESTART_RESTARTBLOCK ? EINTR : -ret;
}

ONCE int tell_connect(struct socket_view *view, __s32 fd, __s32 error, __u64 asked, __u32 len)
{
	struct vedette_connection *record;
	struct event event = {};

	if (!view || !begin_event(&event, current_task(), VEDETTE_KIND_CONNECT, sizeof(*record)))
		return 0;
	record = fill_connection(&event, view, fd, error);
	if (is_ip(view)) {
		if (!user_address(&record->remote, asked, len))
			mark_incomplete(&event, VEDETTE_ADDRESS_UNKNOWN);
		if (record->remote.port == DNS_PORT)
			remember_descriptor(event.task, fd);
	} else if (view->family == AF_UNIX) {
		record->local_path_len = append_unix_path(&event, view->sk);
		record->remote.family = AF_UNIX;
		record->remote_path_len = append_user_unix_path(&event, asked, len);
	} else {
		mark_incomplete(&event, VEDETTE_ADDRESS_UNKNOWN);
	}
	end_event(&event, &network_ring);
	return 0;
}

/* There was no room to remember the connection: neither its end nor the result, if it is still open, will be told. */
static __always_inline void count_forgotten(struct task_struct *task, __s32 error)
{
	__u64 cgroup = cgroup_id(task);

	if (error == 0 && is_wanted(task, cgroup, VEDETTE_KIND_CLOSE_CONNECTION))
		finish_as(cgroup, VEDETTE_KIND_CLOSE_CONNECTION, NO_STATE);
	if (error != 0 && is_wanted(task, cgroup, VEDETTE_KIND_CONNECT))
		finish_as(cgroup, VEDETTE_KIND_CONNECT, NO_STATE);
}

static __always_inline void after_tcp_connect(struct task_struct *task, struct socket_view *view, __s32 error)
{
	__u64 key = (__u64)view->sk;
	struct connection *connection = bpf_map_lookup_elem(&connections, &key);

	if (!connection) {
		if ((error == 0 && state_of(view->sk) != TCP_CLOSE) || error == EINPROGRESS || error == EINTR)
			count_forgotten(task, error);
		return;
	}
	if (error == 0) {
		connection->phase = PHASE_TOLD;
		return;
	}
	if (error == EINPROGRESS || error == EINTR) {
		if (__sync_val_compare_and_swap(&connection->phase, PHASE_CALL, PHASE_RUNS_ON) != PHASE_DONE)
			return;
		connection->phase = PHASE_TOLD;
		tell_result(connection, view->sk, connection->error);
		if (!connection->error)
			return;
		remember_failure(connection, connection->error);
	}
	if (state_of(view->sk) == TCP_CLOSE)
		bpf_map_delete_elem(&connections, &key);
}

SYSCALL(on_connect)
{
	__s32 error = error_of(ret);
	__u32 fd = argument(regs, 0);
	__u64 asked = argument(regs, 1);
	__u32 len = argument(regs, 2);
	struct socket_view view = {};
	struct connection *connection;
	__u64 key;

	if (error == EALREADY || error == EISCONN || !view_socket(file_of(task, fd), &view))
		return 0;
	if (is_ip(&view) && asked && len >= sizeof(__u16) && user_family(asked) == AF_UNSPEC && !ret)
		return 0;
	if (!is_tcp(&view)) {
		tell_connect(&view, fd, error, asked, len);
		return 0;
	}
	key = (__u64)view.sk;
	connection = bpf_map_lookup_elem(&connections, &key);
	if (connection ? connection->phase == PHASE_TOLD && !error : error && was_told(view.inode, error))
		return 0;
	tell_connect(&view, fd, error, asked, len);
	if (!is_own(task->tgid))
		after_tcp_connect(task, &view, error);
	return 0;
}

SYSCALL(on_accept)
{
	struct vedette_connection *record;
	struct socket_view view = {};
	struct event event = {};

	if (ret < 0 || !view_socket(file_of(task, ret), &view))
		return 0;
	if (is_tcp(&view) && !is_own(task->tgid) && !remember(task, &view, ret, PHASE_TOLD, true))
		count_forgotten(task, 0);
	if (!begin_event(&event, task, VEDETTE_KIND_ACCEPT, sizeof(*record)))
		return 0;
	record = fill_connection(&event, &view, ret, 0);
	append_both_ends(&event, &view);
	if (is_ip(&view) && record->local.port == DNS_PORT)
		remember_descriptor(task, ret);
	end_event(&event, &network_ring);
	return 0;
}
