/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Records of sockets and of what goes through them; the rules of record.h. */
#ifndef VEDETTE_RECORD_NETWORK_H
#define VEDETTE_RECORD_NETWORK_H

#include "record.h"

/* SOCKET, CONNECT, BIND, LISTEN, ACCEPT, SEND and DUP. Tail: local path, remote path; both only of unix sockets. */
struct vedette_connection {
	struct vedette_header header;
	struct vedette_address local;
	struct vedette_address remote;
	__u64 socket; /* inode */
	__u32 protocol;
	__s32 fd;
	__s32 error; /* errno, positive */
	__u32 number; /* LISTEN: the backlog; DUP: the new descriptor */
	__u16 family; /* of the socket */
	__u16 type;
	__u16 local_path_len;
	__u16 remote_path_len;
};
_Static_assert(sizeof(struct vedette_connection) == 144, "vedette_connection");

/* CLOSE_CONNECTION, of the process that connected or accepted. No tail. */
struct vedette_close_connection {
	struct vedette_header header;
	struct vedette_address local;
	struct vedette_address remote;
	__u64 socket;
	__u64 bytes_received;
	__u64 bytes_sent; /* acknowledged by the peer */
	__u64 duration_ns;
	__u32 protocol;
	__u16 family;
	__u16 type;
};
_Static_assert(sizeof(struct vedette_close_connection) == 152, "vedette_close_connection");

#define VEDETTE_PAYLOAD_MAX 4096

/* Numbers of vedette.v1.DnsDirection. */
#define VEDETTE_DNS_SENT 1
#define VEDETTE_DNS_RECEIVED 2

/* DNS. Tail: the message, without the length that TCP puts before it. */
struct vedette_dns {
	struct vedette_header header;
	struct vedette_address local;
	struct vedette_address remote;
	__u64 socket; /* 0: not known */
	__u32 protocol;
	__u16 direction;
	__u16 payload_len;
};
_Static_assert(sizeof(struct vedette_dns) == 128, "vedette_dns");

#endif
