/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The kernel's types of io_uring, as in kernel.h. */
#ifndef VEDETTE_IO_URING_H
#define VEDETTE_IO_URING_H

#include "kernel.h"

/* Numbers of the interface. */
#define IORING_OP_WRITEV 2
#define IORING_OP_WRITE_FIXED 5
#define IORING_OP_OPENAT 18
#define IORING_OP_CLOSE 19
#define IORING_OP_WRITE 23
#define IORING_OP_OPENAT2 28

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct io_cqe {
	__s32 res;
	int fd; /* of the request's file, until its result is known; not with a fixed file */
};

struct io_kiocb {
	struct file *file;
	__u8 opcode;
	struct io_cqe cqe;
};

struct open_how {
	__u64 flags;
};

/* What a request that opens starts with. */
struct io_open {
	__u32 file_slot;
	struct open_how how;
};

struct io_close {
	int fd;
	__u32 file_slot;
};

#pragma clang attribute pop

#endif
