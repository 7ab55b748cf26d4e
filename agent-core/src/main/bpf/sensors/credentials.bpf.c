// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A process became somebody else, or got or gave up capabilities.
 *
 * The calls' arguments may say "as it is"; what counts is what the kernel made of them. Credentials belong to threads:
 * a C library that changes those of a process makes the call in each of its threads.
 */
#include "kernel_security.h"
#include "record_security.h"
#include "syscall.h"
#include "tail.h"

static __always_inline int tell_credentials(struct task_struct *task, __u32 kind)
{
	const struct cred *cred = task->real_cred;
	const struct cred___all *all = (void *)cred;
	struct vedette_credentials *record;
	struct event event = {};

	if (!begin_event(&event, task, kind, sizeof(*record)))
		return 0;
	record = (void *)event.scratch->record;
	bpf_probe_read_kernel(&record->cap_effective, 8, &cred->cap_effective);
	bpf_probe_read_kernel(&record->cap_permitted, 8, &all->cap_permitted);
	bpf_probe_read_kernel(&record->cap_inheritable, 8, &all->cap_inheritable);
	record->uid = cred->uid.val;
	record->euid = cred->euid.val;
	record->suid = cred->suid.val;
	record->fsuid = all->fsuid.val;
	record->gid = cred->gid.val;
	record->egid = cred->egid.val;
	record->sgid = cred->sgid.val;
	record->fsgid = all->fsgid.val;
	end_event(&event, &process_ring);
	return 0;
}

SYSCALL(on_set_uid)
{
	return ret == 0 ? tell_credentials(task, VEDETTE_KIND_SET_UID) : 0;
}

SYSCALL(on_set_gid)
{
	return ret == 0 ? tell_credentials(task, VEDETTE_KIND_SET_GID) : 0;
}

/*
 * These answer what was before, whether or not they worked, and are called with -1 just to ask. Told when the answer
 * differs from what was asked for.
 */
static __always_inline bool asks_for_other(struct pt_regs *regs, long ret)
{
	__u32 wanted = argument(regs, 0);

	return wanted != (__u32)-1 && wanted != (__u32)ret;
}

SYSCALL(on_set_fsuid)
{
	return asks_for_other(regs, ret) ? tell_credentials(task, VEDETTE_KIND_SET_UID) : 0;
}

SYSCALL(on_set_fsgid)
{
	return asks_for_other(regs, ret) ? tell_credentials(task, VEDETTE_KIND_SET_GID) : 0;
}

SYSCALL(on_capset)
{
	return ret == 0 ? tell_credentials(task, VEDETTE_KIND_CAPSET) : 0;
}
