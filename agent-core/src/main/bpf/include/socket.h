/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a record tells of a socket, and the addresses of its ends. */
#ifndef VEDETTE_SOCKET_H
#define VEDETTE_SOCKET_H

#include "file.h"
#include "record_network.h"
#include "tail.h"

#define AF_UNSPEC 0
#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define AF_NETLINK 16

#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define SOCK_RAW 3
#define SOCK_TYPE_MASK 0xf

#define IPPROTO_TCP 6
#define IPPROTO_UDP 17

#define UNIX_PATH_MAX 108
#define SOCKADDR_IN_LEN 8
#define SOCKADDR_IN6_LEN 24

struct socket_view {
	struct sock *sk;
	__u64 inode;
	__u32 protocol;
	__u16 family;
	__u16 type;
};

struct sockaddr_view {
	__u16 family;
	__be16 port;
	union {
		__u8 ipv4[4];
		struct {
			__u32 flow;
			__u8 ipv6[16];
		};
	};
};

static __always_inline void view_sock(struct sock *sk, struct socket_view *view)
{
	view->sk = sk;
	view->family = GET(sk, __sk_common.skc_family);
	view->type = GET(sk, sk_type);
	view->protocol = GET(sk, sk_protocol);
}

/* False when the file is no socket. */
static __always_inline bool view_socket(struct file *file, struct socket_view *view)
{
	struct inode *inode = GET(file, f_inode);
	struct socket *socket;
	struct sock *sk;

	if (!inode || (GET(inode, i_mode) & S_IFMT) != S_IFSOCK)
		return false;
	socket = GET(file, private_data);
	sk = GET(socket, sk);
	if (!sk)
		return false;
	view->inode = GET(inode, i_ino);
	view_sock(sk, view);
	return true;
}

static __always_inline __u32 state_of(struct sock *sk)
{
	return GET(sk, __sk_common.skc_state);
}

static __always_inline bool is_ip(const struct socket_view *view)
{
	return view->family == AF_INET || view->family == AF_INET6;
}

static __always_inline bool is_tcp(const struct socket_view *view)
{
	return is_ip(view) && view->type == SOCK_STREAM && view->protocol == IPPROTO_TCP;
}

static __always_inline bool is_udp(const struct socket_view *view)
{
	return is_ip(view) && view->type == SOCK_DGRAM && view->protocol == IPPROTO_UDP;
}

static __always_inline void set_ipv4(struct vedette_address *address, __be32 ip)
{
	address->family = AF_INET;
	*(__be32 *)address->ip = ip;
}

/* An IPv4 address in an IPv6 one stands as IPv4. */
static __always_inline void set_ipv6(struct vedette_address *address, const __u8 *ip)
{
	__u32 words[4];

	__builtin_memcpy(words, ip, sizeof(words));
	if (words[0] == 0 && words[1] == 0 && words[2] == __builtin_bswap32(0xffff)) {
		set_ipv4(address, words[3]);
		return;
	}
	address->family = AF_INET6;
	__builtin_memcpy(address->ip, words, sizeof(words));
}

/* inet_sport, and not skc_num: a socket that is closed has lost the latter already when its hook runs. */
ONCE int local_address(struct socket_view *view, struct vedette_address *address)
{
	struct sock *sk;

	if (!view || !address)
		return 0;
	sk = view->sk;
	if (view->family == AF_INET) {
		set_ipv4(address, GET(sk, __sk_common.skc_rcv_saddr));
	} else if (view->family == AF_INET6) {
		__u8 ip[16] = {};

		bpf_core_read(ip, sizeof(ip), &sk->__sk_common.skc_v6_rcv_saddr);
		set_ipv6(address, ip);
	} else {
		address->family = view->family == AF_UNIX ? AF_UNIX : AF_UNSPEC;
		return 0;
	}
	/* Of a raw socket it is the protocol. */
	if (view->type != SOCK_RAW)
		address->port = __builtin_bswap16(GET((struct inet_sock *)sk, inet_sport));
	return 0;
}

ONCE int remote_address(struct socket_view *view, struct vedette_address *address)
{
	struct sock *sk;

	if (!view || !address)
		return 0;
	sk = view->sk;
	if (view->family == AF_INET) {
		set_ipv4(address, GET(sk, __sk_common.skc_daddr));
	} else if (view->family == AF_INET6) {
		__u8 ip[16] = {};

		bpf_core_read(ip, sizeof(ip), &sk->__sk_common.skc_v6_daddr);
		set_ipv6(address, ip);
	} else {
		address->family = view->family == AF_UNIX ? AF_UNIX : AF_UNSPEC;
		return 0;
	}
	address->port = __builtin_bswap16(GET(sk, __sk_common.skc_dport));
	return 0;
}

static __always_inline __u32 user_family(__u64 from)
{
	__u16 family = AF_UNSPEC;

	bpf_probe_read_user(&family, sizeof(family), (void *)from);
	return family;
}

/* The caller's IPv4 or IPv6 address. 0 when it is of another family, or can't be read. */
ONCE int user_address(struct vedette_address *address, __u64 from, __u32 len)
{
	struct sockaddr_view given = {};

	if (!address || !from || len < SOCKADDR_IN_LEN || bpf_probe_read_user(&given, SOCKADDR_IN_LEN, (void *)from))
		return 0;
	if (given.family == AF_INET) {
		set_ipv4(address, *(__be32 *)given.ipv4);
	} else if (given.family == AF_INET6) {
		if (len < SOCKADDR_IN6_LEN || bpf_probe_read_user(&given, SOCKADDR_IN6_LEN, (void *)from))
			return 0;
		set_ipv6(address, given.ipv6);
	} else {
		return 0;
	}
	address->port = __builtin_bswap16(given.port);
	return 1;
}

/* The path as bind(2) has it: up to the first NUL, but all of an abstract name, which begins with one. */
static __always_inline __u16 end_unix_path(struct event *event, __u32 at, __u32 len)
{
	__u8 *path = event->scratch->record + at;

	if (len == 0)
		return 0;
	if (path[0] != 0) {
		long end;

		path[at_most(len, UNIX_PATH_MAX)] = 0;
		end = bpf_probe_read_kernel_str(event->scratch->name, UNIX_PATH_MAX + 1, path);
		len = end > 0 ? end - 1 : 0;
	}
	event->size += len;
	return len;
}

static __always_inline __u16 append_unix_path(struct event *event, struct sock *sk)
{
	__u32 at = at_most(event->size, TAIL_START_MAX);
	struct unix_address *address = GET((struct unix_sock *)sk, addr);
	__u32 len;

	if (!address)
		return 0;
	len = GET(address, len);
	if (len <= sizeof(__u16))
		return 0;
	len = at_most(len - sizeof(__u16), UNIX_PATH_MAX);
	if (bpf_probe_read_kernel(event->scratch->record + at, len,
				  (void *)address + bpf_core_field_offset(struct unix_address, name) + sizeof(__u16)))
		return 0;
	return end_unix_path(event, at, len);
}

static __always_inline __u16 append_user_unix_path(struct event *event, __u64 from, __u32 size)
{
	__u32 at = at_most(event->size, TAIL_START_MAX);
	__u32 len;

	if (size <= sizeof(__u16))
		return 0;
	len = at_most(size - sizeof(__u16), UNIX_PATH_MAX);
	if (bpf_probe_read_user(event->scratch->record + at, len, (void *)(from + sizeof(__u16)))) {
		mark_incomplete(event, VEDETTE_ADDRESS_UNKNOWN);
		return 0;
	}
	return end_unix_path(event, at, len);
}

/* What all kinds tell of a socket, its local end included. Before the tail. */
static __always_inline struct vedette_connection *fill_connection(struct event *event, struct socket_view *view,
								  __s32 fd, __s32 error)
{
	struct vedette_connection *record = (void *)event->scratch->record;

	record->socket = view->inode;
	record->protocol = view->protocol;
	record->family = view->family;
	record->type = view->type;
	record->fd = fd;
	record->error = error;
	local_address(view, &record->local);
	return record;
}

/* Both ends, as the socket itself knows them. */
static __always_inline void append_both_ends(struct event *event, struct socket_view *view)
{
	struct vedette_connection *record = (void *)event->scratch->record;

	remote_address(view, &record->remote);
	if (view->family == AF_UNIX) {
		struct unix_sock *sk = (struct unix_sock *)view->sk;
		struct sock *peer = GET(sk, peer);

		record->local_path_len = append_unix_path(event, view->sk);
		if (peer)
			record->remote_path_len = append_unix_path(event, peer);
		else
			record->remote.family = AF_UNSPEC;
	}
}

#endif
