/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a record tells of a task: who it is, where it is, as whom it runs. */
#ifndef VEDETTE_TASK_H
#define VEDETTE_TASK_H

#include "current.h"
#include "file.h"

static __always_inline __u64 start_time(struct task_struct *task)
{
	struct task_struct___real_start_time *older = (void *)task;

	if (bpf_core_field_exists(task->start_boottime))
		return task->start_boottime;
	return older->real_start_time;
}

/* In the cgroup v2 hierarchy, which every task is in, also where v1 controllers are in use. */
static __always_inline __u64 cgroup_id(struct task_struct *task)
{
	return task->cgroups->dfl_cgrp->kn->id;
}

/* Its pid in the namespace that it lives in, which is the last of those that know it. */
static __always_inline void own_upid(struct task_struct *task, struct upid *upid)
{
	struct pid *pid = GET(task, thread_pid);
	__u32 level = GET(pid, level);
	__u64 at = (__u64)pid + bpf_core_field_offset(struct pid, numbers) + level * bpf_core_type_size(struct upid);

	upid->nr = GET((struct upid *)at, nr);
	upid->ns = GET((struct upid *)at, ns);
}

static __always_inline __u32 pid_namespace(struct task_struct *task)
{
	struct pid_namespace *namespace;
	struct upid upid;

	own_upid(task, &upid);
	namespace = upid.ns;
	return GET(namespace, ns.inum);
}

static __always_inline void fill_header(struct vedette_header *header, struct task_struct *task, __u16 kind, __u32 size)
{
	struct task_struct *parent = task->real_parent;

	header->size = size;
	header->kind = kind;
	header->abi = VEDETTE_ABI;
	header->boot_time_ns = bpf_ktime_get_boot_ns();
	header->cgroup_id = cgroup_id(task);
	header->start_boot_time_ns = start_time(task->group_leader);
	header->parent_start_boot_time_ns = start_time(parent->group_leader);
	header->tgid = task->tgid;
	header->tid = task->pid;
	header->parent_tgid = parent->tgid;
	header->mnt_ns = task->nsproxy->mnt_ns->ns.inum;
	header->pid_ns = pid_namespace(task);
	header->incomplete = 0;
}

static __always_inline __u32 login_uid(struct task_struct *task)
{
	struct task_struct___audit *audited = (void *)task;

	if (bpf_core_field_exists(audited->loginuid))
		return audited->loginuid.val;
	return (__u32)-1;
}

static __always_inline void fill_ids(struct vedette_process *process, struct task_struct *task)
{
	const struct cred *cred = task->real_cred;

	process->uid = cred->uid.val;
	process->gid = cred->gid.val;
	process->euid = cred->euid.val;
	process->egid = cred->egid.val;
	process->suid = cred->suid.val;
	process->sgid = cred->sgid.val;
	process->auid = login_uid(task);
	process->user_ns = cred->user_ns->ns.inum;
	process->cap_effective = 0;
	bpf_probe_read_kernel(&process->cap_effective, sizeof(process->cap_effective), &cred->cap_effective);
}

static __always_inline void fill_namespaces(struct vedette_process *process, struct task_struct *task)
{
	struct nsproxy *namespaces = task->nsproxy;

	process->net_ns = namespaces->net_ns->ns.inum;
	process->ipc_ns = namespaces->ipc_ns->ns.inum;
	process->uts_ns = namespaces->uts_ns->ns.inum;
	process->cgroup_ns = namespaces->cgroup_ns->ns.inum;
	process->time_ns = 0;
	if (bpf_core_field_exists(namespaces->time_ns))
		process->time_ns = namespaces->time_ns->ns.inum;
}

/* The executable, or NULL: a task that has exited or that the kernel started has none. */
static __always_inline struct file *executable(struct task_struct *task)
{
	return GET(GET(task, mm), exe_file);
}

static __always_inline void fill_process(struct vedette_process *process, struct task_struct *task)
{
	struct inode *inode = GET(executable(task), f_inode);
	struct upid upid;

	own_upid(task, &upid);
	process->pid = upid.nr;
	process->inode = GET(inode, i_ino);
	process->device = GET(GET(inode, i_sb), s_dev);
	process->session = GET(GET(GET(task, signal), pids[PIDTYPE_SID]), numbers[0].nr);
	process->process_group = GET(GET(GET(task, signal), pids[PIDTYPE_PGID]), numbers[0].nr);
	process->layer = inode ? layer_of(inode) : VEDETTE_LAYER_NONE;
	process->size = GET(inode, i_size);
	process->change_time_ns = inode ? change_time(inode) : 0;
	fill_ids(process, task);
	fill_namespaces(process, task);
	bpf_probe_read_kernel(process->comm, sizeof(process->comm), &task->group_leader->comm);
}

#endif
