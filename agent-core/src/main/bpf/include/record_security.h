/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Records of what processes do to each other and to themselves; the rules of record.h. */
#ifndef VEDETTE_RECORD_SECURITY_H
#define VEDETTE_RECORD_SECURITY_H

#include "record.h"

/* MEMFD_CREATE. Tail: name. */
struct vedette_memfd_create {
	struct vedette_header header;
	__u32 flags;
	__s32 fd;
	__u16 name_len;
	__u16 pad[3];
};
_Static_assert(sizeof(struct vedette_memfd_create) == 80, "vedette_memfd_create");

#endif
