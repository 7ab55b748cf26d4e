// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* A process went into other namespaces, or tried to. Where it is afterwards is known at the end of the call. */
#include "kernel_security.h"
#include "record_security.h"
#include "syscall.h"
#include "tail.h"

/* CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID, NET, TIME. */
#define CLONE_NAMESPACES 0x7e020080

static __always_inline void fill_afterwards(struct vedette_namespaces *record, struct task_struct *task)
{
	struct nsproxy *namespaces = task->nsproxy;
	struct nsproxy___children *children = (void *)namespaces;

	record->mnt = namespaces->mnt_ns->ns.inum;
	record->pid = children->pid_ns_for_children->ns.inum;
	record->net = namespaces->net_ns->ns.inum;
	record->ipc = namespaces->ipc_ns->ns.inum;
	record->uts = namespaces->uts_ns->ns.inum;
	record->user = task->real_cred->user_ns->ns.inum;
	record->cgroup = namespaces->cgroup_ns->ns.inum;
	if (bpf_core_field_exists(namespaces->time_ns))
		record->time = namespaces->time_ns->ns.inum;
}

static __always_inline int tell_namespaces(struct task_struct *task, __u32 kind, __u64 flags, __s32 fd, long ret)
{
	struct vedette_namespaces *record;
	struct event event = {};

	if (!begin_event(&event, task, kind, sizeof(*record)))
		return 0;
	record = (void *)event.scratch->record;
	record->flags = flags;
	record->fd = fd;
	record->error = ret < 0 ? -ret : 0;
	fill_afterwards(record, task);
	end_event(&event, &process_ring);
	return 0;
}

SYSCALL(on_setns)
{
	return tell_namespaces(task, VEDETTE_KIND_SETNS, (__u32)argument(regs, 1), argument(regs, 0), ret);
}

/* What only stops sharing files with other threads is not told. */
SYSCALL(on_unshare)
{
	__u64 flags = argument(regs, 0);

	if (!(flags & CLONE_NAMESPACES))
		return 0;
	return tell_namespaces(task, VEDETTE_KIND_UNSHARE, flags, 0, ret);
}
