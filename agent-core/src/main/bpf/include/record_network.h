/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Records of sockets and of what goes through them; the rules of record.h. */
#ifndef VEDETTE_RECORD_NETWORK_H
#define VEDETTE_RECORD_NETWORK_H

#include "record.h"

#endif
