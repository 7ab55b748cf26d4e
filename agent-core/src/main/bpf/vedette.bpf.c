// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * All sensors in one object, compiled as one: what they share is in it once.
 */

/* Every process, from its cgroup to its end. */
#include "sensors/dispatch.bpf.c"
#include "sensors/cgroup_made.bpf.c"
#include "sensors/exec.bpf.c"
#include "sensors/exec_failed.bpf.c"
#include "sensors/exit.bpf.c"
#include "sensors/fork.bpf.c"
#include "sensors/running.bpf.c"

/* What processes do to each other and to themselves. */
#include "sensors/memfd.bpf.c"
#include "sensors/credentials.bpf.c"
#include "sensors/ptrace.bpf.c"
#include "sensors/kill.bpf.c"
#include "sensors/memory.bpf.c"
#include "sensors/call.bpf.c"
#include "sensors/namespaces.bpf.c"
#include "sensors/root.bpf.c"
#include "sensors/module.bpf.c"
#include "sensors/bpf.bpf.c"

/* Files. */
#include "sensors/change.bpf.c"
#include "sensors/io_uring.bpf.c"
#include "sensors/open.bpf.c"
#include "sensors/write.bpf.c"

/* The network. */
#include "sensors/socket.bpf.c"
#include "sensors/connect.bpf.c"
#include "sensors/connection.bpf.c"
#include "sensors/send.bpf.c"
#include "sensors/receive.bpf.c"
#include "sensors/send_written.bpf.c"

char LICENSE[] SEC("license") = "Dual BSD/GPL";
