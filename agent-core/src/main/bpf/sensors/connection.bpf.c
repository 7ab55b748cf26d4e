// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A TCP connection changed its state: here a connect that did not wait gets its result, and a connection ends.
 *
 * Only a SYN is surely sent by the current task; what follows is told under the name of the process that connected or
 * accepted, as remembered then. So there is no close_connection of a connection that is older than the agent, or that
 * no process accepted. A connect that its process gives up has no result. A connect that does not come from connect(2)
 * (io_uring, socketcall) is told with its result only.
 */
#include "connection.h"
#include "syscall.h"

#define ECONNABORTED 103

#define CONNECT_X86 42
#define CONNECT_ARM64 203
#define CONNECT_32 362

static __always_inline bool is_in_connect(struct pt_regs *regs)
{
	struct pt_regs___x86 *x86 = (void *)regs;
	__u64 number = syscall_number(regs);

	if (!bpf_core_field_exists(x86->di))
		return number == CONNECT_ARM64;
	return number == (is_32_bit_call() ? CONNECT_32 : CONNECT_X86);
}

static __always_inline void begin_connection(struct sock *sk)
{
	struct task_struct *task = current_task();
	struct pt_regs *regs = (struct pt_regs *)bpf_task_pt_regs(bpf_get_current_task_btf());
	struct socket *socket = GET(sk, sk_socket);
	bool in_connect = is_in_connect(regs);
	struct socket_view view = {};

	if (!socket || is_own(task->tgid))
		return;
	view_sock(sk, &view);
	if (!is_tcp(&view))
		return;
	view.inode = GET((struct socket_alloc *)socket, vfs_inode.i_ino);
	bpf_map_delete_elem(&told_failures, &view.inode);
	remember(task, &view, in_connect ? argument(regs, 0) : -1, in_connect ? PHASE_CALL : PHASE_RUNS_ON, false);
}

static __always_inline void end_connect(struct connection *connection, struct sock *sk, __s32 error)
{
	connection->error = error;
	if (__sync_val_compare_and_swap(&connection->phase, PHASE_CALL, PHASE_DONE) != PHASE_RUNS_ON)
		return;
	connection->phase = PHASE_TOLD;
	tell_result(connection, sk, error);
}

/* Without an error the socket was closed before there was a result. */
static __always_inline void fail_connect(struct connection *connection, struct sock *sk)
{
	__u64 key = (__u64)sk;
	__s32 error = GET(sk, sk_err);
	__u32 phase;

	connection->error = error ? error : ECONNABORTED;
	phase = __sync_val_compare_and_swap(&connection->phase, PHASE_CALL, PHASE_DONE);
	/* The call has not ended: it tells, and forgets. */
	if (phase == PHASE_CALL)
		return;
	if (phase == PHASE_RUNS_ON && error) {
		tell_result(connection, sk, error);
		remember_failure(connection, error);
	}
	bpf_map_delete_elem(&connections, &key);
}

/* A SYN and a FIN take a number each in the sequence of bytes, and the kernel counts them with the bytes. */
static __always_inline void fill_bytes(struct vedette_close_connection *record, struct sock *sk, int old_state,
				       bool accepted)
{
	struct tcp_sock *tcp = (struct tcp_sock *)sk;
	__u64 received = GET(tcp, bytes_received);
	__u64 sent = GET(tcp, bytes_acked);
	bool fin_sent = old_state == TCP_FIN_WAIT1 || old_state == TCP_FIN_WAIT2 || old_state == TCP_TIME_WAIT ||
			old_state == TCP_CLOSING || old_state == TCP_LAST_ACK;

	if (!accepted && sent)
		sent--;
	if (fin_sent && sent && GET(tcp, snd_una) == GET(tcp, write_seq))
		sent--;
	if (received && (GET(sk, __sk_common.skc_flags) & SOCK_DONE))
		received--;
	record->bytes_received = received;
	record->bytes_sent = sent;
}

static __always_inline void tell_end(struct connection *connection, struct sock *sk, int old_state)
{
	struct vedette_close_connection *record;

	_Static_assert(__builtin_offsetof(struct vedette_close_connection, socket) ==
			       __builtin_offsetof(struct vedette_connection, socket),
		       "reserve_remembered");
	if (!is_remembered_wanted(connection, VEDETTE_KIND_CLOSE_CONNECTION))
		return;
	record = reserve_remembered(connection, sk, VEDETTE_KIND_CLOSE_CONNECTION, sizeof(*record));
	if (record) {
		record->protocol = connection->protocol;
		record->family = connection->family;
		record->type = connection->type;
		record->duration_ns = record->header.boot_time_ns - connection->since_boot_time_ns;
		fill_bytes(record, sk, old_state, connection->accepted);
	}
	submit_remembered(connection, VEDETTE_KIND_CLOSE_CONNECTION, record);
}

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(on_tcp_state, const struct sock *changed, int old_state, int new_state)
{
	struct sock *sk = (struct sock *)changed;
	__u64 key = (__u64)sk;
	struct connection *connection;

	if (new_state == TCP_SYN_SENT) {
		begin_connection(sk);
		return 0;
	}
	if (new_state != TCP_CLOSE && old_state != TCP_SYN_SENT)
		return 0;
	connection = bpf_map_lookup_elem(&connections, &key);
	if (!connection)
		return 0;
	if (new_state != TCP_CLOSE) {
		end_connect(connection, sk, 0);
	} else if (old_state == TCP_SYN_SENT) {
		fail_connect(connection, sk);
	} else {
		tell_end(connection, sk, old_state);
		bpf_map_delete_elem(&connections, &key);
	}
	return 0;
}
