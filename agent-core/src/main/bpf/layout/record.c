// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Loaded nowhere: makes the compiler describe every record in BTF, for the golden file. */
#include "kernel.h"
#include "record_file.h"
#include "record_network.h"
#include "record_security.h"

#define DESCRIBE(type) struct type layout_of_##type

DESCRIBE(vedette_header);
DESCRIBE(vedette_process);
DESCRIBE(vedette_file);
DESCRIBE(vedette_writer);
DESCRIBE(vedette_target);
DESCRIBE(vedette_address);
DESCRIBE(vedette_settings);
DESCRIBE(vedette_exec);
DESCRIBE(vedette_exec_failed);
DESCRIBE(vedette_fork);
DESCRIBE(vedette_exit);
DESCRIBE(vedette_cgroup);
DESCRIBE(vedette_count_key);
DESCRIBE(vedette_count);

/* Security. */
DESCRIBE(vedette_memfd_create);
DESCRIBE(vedette_credentials);
DESCRIBE(vedette_other_process);
DESCRIBE(vedette_mmap_exec);
DESCRIBE(vedette_mprotect);
DESCRIBE(vedette_call);
DESCRIBE(vedette_namespaces);
DESCRIBE(vedette_module_load);

/* File. */
DESCRIBE(vedette_named);
DESCRIBE(vedette_open);
DESCRIBE(vedette_write);
DESCRIBE(vedette_change);
DESCRIBE(vedette_move);
DESCRIBE(vedette_mount);
DESCRIBE(vedette_open_slot);
DESCRIBE(vedette_file_call);

/* Network. */
DESCRIBE(vedette_connection);
DESCRIBE(vedette_close_connection);
DESCRIBE(vedette_dns);

unsigned int vedette_abi = VEDETTE_ABI;
