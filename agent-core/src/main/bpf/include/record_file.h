/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Records of what processes do to files; the rules of record.h. */
#ifndef VEDETTE_RECORD_FILE_H
#define VEDETTE_RECORD_FILE_H

#include "record.h"

#endif
