// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A process received a DNS message.
 *
 * The kernel's hook on copying to the caller sees each datagram and segment with its headers, so that one look at the
 * ports tells whether it matters. A datagram whose bytes are in one piece is told from there. Of others, and of all of
 * TCP, the bytes are in pages that a program can't read: they are told as the call ends, from the caller's memory.
 *
 * A peek (MSG_PEEK) is not told: the same bytes are received again. Where no call is known that could end (recvmmsg,
 * io_uring) a datagram is told with the bytes that can be read, and TCP is not. The hook does not see a datagram whose
 * checksum the kernel itself has to make while it copies: one of more than 76 bytes from a device that checks none.
 */
#include "message.h"

#define NO_TRANSPORT_HEADER 0xffff
#define UDP_HEADER_LEN 8
#define MSG_PEEK 2
#define DNS_PORT_BE __builtin_bswap16(DNS_PORT)

enum call { OTHER, READ, READV, RECVFROM, RECVMSG, RECVMMSG };

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32); /* thread */
	__type(value, struct dns_work);
} receiving SEC(".maps");

#define CALL_OF(number, read, readv, recvfrom, recvmsg, recvmmsg)                                                      \
	((number) == (recvfrom)	  ? RECVFROM                                                                           \
	 : (number) == (recvmsg)  ? RECVMSG                                                                            \
	 : (number) == (read)	  ? READ                                                                               \
	 : (number) == (readv)	  ? READV                                                                              \
	 : (number) == (recvmmsg) ? RECVMMSG                                                                           \
				  : OTHER)

static __always_inline enum call call_of(struct pt_regs *regs)
{
	struct pt_regs___x86 *x86 = (void *)regs;
	__u64 number = syscall_number(regs);

	if (!bpf_core_field_exists(x86->di))
		return CALL_OF(number, 63, 65, 207, 212, 243);
	if (is_32_bit_call())
		return CALL_OF(number, 3, 145, 371, 372, 337);
	return CALL_OF(number, 0, 19, 45, 47, 299);
}

static __always_inline bool is_peek(struct pt_regs *regs, enum call call)
{
	if (call == RECVMSG)
		return argument(regs, 2) & MSG_PEEK;
	return (call == RECVFROM || call == RECVMMSG) && (argument(regs, 3) & MSG_PEEK);
}

/* A datagram's ends from its headers: the socket's own peer is any when it is not connected. */
static __always_inline void ends_of(const struct sk_buff *skb, const __be16 *ports, struct dns_work *work)
{
	unsigned char *ip = skb->head + skb->network_header;
	__u8 addresses[32] = {};
	__u8 version = 0;

	bpf_probe_read_kernel(&version, sizeof(version), ip);
	if (version >> 4 == 4) {
		bpf_probe_read_kernel(addresses, 8, ip + 12);
		set_ipv4(&work->remote, *(__be32 *)addresses);
		set_ipv4(&work->local, *(__be32 *)(addresses + 4));
	} else {
		bpf_probe_read_kernel(addresses, 32, ip + 8);
		set_ipv6(&work->remote, addresses);
		set_ipv6(&work->local, addresses + 16);
	}
	work->remote.port = __builtin_bswap16(ports[0]);
	work->local.port = __builtin_bswap16(ports[1]);
}

/* Tells a datagram from the bytes that lie in one piece. */
static __always_inline void tell_datagram(struct task_struct *task, const struct sk_buff *skb, struct dns_work *work)
{
	__u32 whole = skb->len;
	__u32 len = at_most(whole - skb->data_len, VEDETTE_PAYLOAD_MAX);
	struct event event = {};
	struct vedette_dns *record;

	if (!begin_event(&event, task, VEDETTE_KIND_DNS, sizeof(*record)))
		return;
	record = (void *)event.scratch->record;
	fill_dns(record, work);
	if (len && bpf_probe_read_kernel(event.scratch->record + sizeof(*record), len, skb->data) == 0) {
		record->payload_len = len;
		event.size += len;
	}
	if (event.size - sizeof(*record) < whole)
		mark_incomplete(&event, VEDETTE_PAYLOAD_CUT);
	end_event(&event, &network_ring);
}

static __always_inline void tell_later(struct task_struct *task, const struct dns_work *work)
{
	__u64 cgroup = cgroup_id(task);
	__u32 thread = task->pid;

	if (is_wanted(task, cgroup, VEDETTE_KIND_DNS) && bpf_map_update_elem(&receiving, &thread, work, BPF_ANY))
		finish_without_state(cgroup, VEDETTE_KIND_DNS);
}

static __always_inline void received(struct task_struct *task, const struct sk_buff *skb, const __be16 *ports)
{
	struct dns_work work = { .direction = VEDETTE_DNS_RECEIVED };
	struct pt_regs *regs = (struct pt_regs *)bpf_task_pt_regs(task);
	enum call call = call_of(regs);
	struct socket_view view = {};

	if (call != OTHER) {
		if (is_peek(regs, call) || !view_socket(file_of(task, argument(regs, 0)), &view))
			return;
		if (!is_udp(&view) && !is_tcp(&view))
			return;
	} else if (skb->data != skb->head + skb->transport_header + UDP_HEADER_LEN) {
		/* Else it is a datagram that lost its header already, which only UDP does. */
		return;
	}
	work.socket = view.inode;
	work.protocol = is_tcp(&view) ? IPPROTO_TCP : IPPROTO_UDP;
	ends_of(skb, ports, &work);
	if (work.protocol == IPPROTO_UDP && (!skb->data_len || call == OTHER || call == RECVMMSG))
		tell_datagram(task, skb, &work);
	else if (call != RECVMMSG)
		tell_later(task, &work);
}

SEC("tp_btf/skb_copy_datagram_iovec")
int BPF_PROG(on_datagram, const struct sk_buff *skb, int len)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__u32 transport = skb->transport_header;
	__be16 ports[2] = {};

	if (transport == NO_TRANSPORT_HEADER || (task->flags & PF_KTHREAD))
		return 0;
	if (bpf_probe_read_kernel(ports, sizeof(ports), skb->head + transport))
		return 0;
	if (ports[0] == DNS_PORT_BE || ports[1] == DNS_PORT_BE)
		received(task, skb, ports);
	return 0;
}

/* Most calls received no DNS: one look tells. */
static __always_inline bool take_received(struct task_struct *task, struct dns_work *work)
{
	__u32 thread = task->pid;
	struct dns_work *found = bpf_map_lookup_elem(&receiving, &thread);

	if (!found)
		return false;
	*work = *found;
	bpf_map_delete_elem(&receiving, &thread);
	return true;
}

SYSCALL(on_receive)
{
	struct user_bytes bytes = { .from = argument(regs, 1), .count = argument(regs, 2) };
	enum call call = call_of(regs);
	struct msghdr_64 message;
	struct dns_work work;

	if (!take_received(task, &work) || ret <= 0)
		return 0;
	bytes.is_vector = call == READV || call == RECVMSG;
	if (call == RECVMSG) {
		if (!read_message(&message, bytes.from))
			return 0;
		bytes.from = message.vectors;
		bytes.count = message.vector_count;
	}
	dns_moved(&work, &bytes, ret);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
