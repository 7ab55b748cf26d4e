// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A process got a new image.
 *
 * sched_process_exec is the point of no return: it comes once for each exec that worked, whichever system call or
 * interpreter led there, with the new memory and credentials in place and before the first instruction of the new image
 * could change its args.
 */
#include "cgroup.h"
#include "environment.h"
#include "event.h"
#include "image.h"
#include "kernel_security.h"

#define ARG_CHUNKS (VEDETTE_ARGS_MAX / CHUNK + 1)

/* Up to the end of a page, so that a page that is not there costs only what lies behind it. */
static long copy_chunk(__u64 step, void *context)
{
	struct scratch *scratch = ((struct loop *)context)->scratch;
	struct copy *copy = &scratch->copy;
	__u32 at = at_most(copy->at, SCRATCH_RECORD - CHUNK - 64);
	__u64 from = copy->from;
	__u32 left = copy->left;
	__u32 len = CHUNK - (from & (CHUNK - 1));

	if (len > left)
		len = left;
	len = at_most(len, CHUNK);
	if (len == 0 || bpf_probe_read_user(scratch->record + at, len, (void *)from))
		return 1;
	copy->from = from + len;
	copy->left = left - len;
	copy->at = at + len;
	return 0;
}

static __always_inline __u32 append_args(struct scratch *scratch, struct task_struct *task, __u32 size)
{
	struct vedette_exec *record = (void *)scratch->record;
	__u64 start = GET(GET(task, mm), arg_start);
	__u64 end = GET(GET(task, mm), arg_end);
	__u32 total = end > start ? end - start : 0;
	struct loop loop = { .scratch = scratch };
	__u32 len;

	scratch->copy.from = start;
	scratch->copy.left = total > VEDETTE_ARGS_MAX ? VEDETTE_ARGS_MAX : total;
	scratch->copy.at = size;
	bpf_loop(ARG_CHUNKS, copy_chunk, &loop, 0);
	len = scratch->copy.at - size;
	record->args_total = total;
	record->args_len = len;
	if (len < total)
		record->header.incomplete |= len ? VEDETTE_ARGS_CUT : VEDETTE_ARGS_UNKNOWN;
	return size + len;
}

static __always_inline __u32 append_path(struct scratch *scratch, const char *filename, __u32 size)
{
	struct vedette_exec *record = (void *)scratch->record;
	__u32 at = at_most(size, sizeof(struct vedette_exec) + VEDETTE_PATH_MAX);
	long len = bpf_probe_read_kernel_str(scratch->record + at, VEDETTE_PATH_MAX + 1, filename);

	if (len <= 0)
		return size;
	len--;
	if (len == VEDETTE_PATH_MAX)
		record->header.incomplete |= VEDETTE_PATH_CUT;
	record->path_len = len;
	return size + len;
}

/*
 * Whoever is not root has after an exec the capabilities that the file gives, or, when it gives none, the ambient ones.
 * Root has all of them with any file.
 */
static __always_inline bool has_file_capabilities(struct task_struct *task)
{
	const struct cred *cred = task->real_cred;
	const struct cred___all *all = (void *)cred;
	struct user_namespace___map *namespace = (void *)cred->user_ns;
	__u64 effective = 0;
	__u64 ambient = 0;

	bpf_probe_read_kernel(&effective, sizeof(effective), &cred->cap_effective);
	bpf_probe_read_kernel(&ambient, sizeof(ambient), &all->cap_ambient);
	if (!(effective & ~ambient))
		return false;
	if (namespace->uid_map.extent[0].first == 0) {
		__u32 root = namespace->uid_map.extent[0].lower_first;

		return cred->uid.val != root && cred->euid.val != root;
	}
	return true;
}

static __always_inline __u32 build_exec(struct event *event, int old_tid, struct linux_binprm *bprm)
{
	struct scratch *scratch = event->scratch;
	struct task_struct *task = event->task;
	struct vedette_exec *record = (void *)scratch->record;
	__u32 size = event->size;

	fill_process(&record->process, task);
	record->old_tid = old_tid;
	if (bprm->interp != bprm->filename)
		record->flags = VEDETTE_EXEC_SCRIPT;
	if (has_file_capabilities(task))
		record->flags |= VEDETTE_EXEC_FILE_CAPABILITIES;
	size = append_binary(scratch, task, size);
	size = append_path(scratch, bprm->filename, size);
	size = append_cwd(scratch, task, size);
	size = append_environment(scratch, task, size);
	return append_args(scratch, task, size);
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *caller, int old_tid, struct linux_binprm *bprm)
{
	struct task_struct *task = plain(caller);
	__u64 cgroup = cgroup_id(task);
	struct event event = {};

	if (!is_wanted(task, cgroup, VEDETTE_KIND_EXEC))
		return 0;
	if (!announce(task)) {
		finish(cgroup, VEDETTE_KIND_EXEC, true);
		return 0;
	}
	if (!begin_wanted(&event, task, cgroup, VEDETTE_KIND_EXEC, sizeof(struct vedette_exec)))
		return 0;
	event.size = build_exec(&event, old_tid, bprm);
	end_event(&event, &process_ring);
	return 0;
}
