/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The caller's struct msghdr, of both interfaces. */
#ifndef VEDETTE_MESSAGE_H
#define VEDETTE_MESSAGE_H

#include "dns.h"

struct msghdr_64 {
	__u64 name;
	__u32 name_len;
	__u32 pad;
	__u64 vectors;
	__u64 vector_count;
};

struct msghdr_32 {
	__u32 name;
	__u32 name_len;
	__u32 vectors;
	__u32 vector_count;
};

/* Of struct mmsghdr: its size, and where the number of bytes moved is. */
#define MMSGHDR_64_SIZE 64
#define MMSGHDR_64_LEN 56
#define MMSGHDR_32_SIZE 32
#define MMSGHDR_32_LEN 28

/* 0 when it can't be read. */
ONCE int read_message(struct msghdr_64 *message, __u64 from)
{
	struct msghdr_32 narrow;

	if (!message)
		return 0;
	if (!is_32_bit_call())
		return bpf_probe_read_user(message, sizeof(*message), (void *)from) == 0;
	if (bpf_probe_read_user(&narrow, sizeof(narrow), (void *)from))
		return 0;
	message->name = narrow.name;
	message->name_len = narrow.name_len;
	message->vectors = narrow.vectors;
	message->vector_count = narrow.vector_count;
	return 1;
}

/* How many bytes a message of recvmmsg and sendmmsg moved. */
ONCE int moved_by(__u64 message)
{
	__u32 moved = 0;

	bpf_probe_read_user(&moved, sizeof(moved),
			    (void *)(message + (is_32_bit_call() ? MMSGHDR_32_LEN : MMSGHDR_64_LEN)));
	return moved;
}

ONCE int mmsghdr_size(void)
{
	return is_32_bit_call() ? MMSGHDR_32_SIZE : MMSGHDR_64_SIZE;
}

/*
 * Of more messages in one call the rest is not told. The loops over them are plain ones, since a stack has room for
 * only so many functions.
 */
#define MESSAGES_MAX 16

/* Where recvmmsg and sendmmsg stand. */
struct messages {
	struct socket_view view;
	struct user_bytes bytes; /* of the message at hand */
	__u64 next;
	__s32 fd;
};

/* One handler serves several calls: what they share is most of what the kernel has to verify. */
static __always_inline bool is_call(struct pt_regs *regs, __u32 x86_64, __u32 x86_32, __u32 arm64)
{
	struct pt_regs___x86 *x86 = (void *)regs;
	__u64 number = syscall_number(regs);

	if (!bpf_core_field_exists(x86->di))
		return number == arm64;
	return number == (is_32_bit_call() ? x86_32 : x86_64);
}

#endif
