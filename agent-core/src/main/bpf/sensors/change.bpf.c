// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Names and attributes of files were changed, or what is mounted where. Of mounts attempts that failed are told too:
 * inside of a container they say much.
 *
 * Only the end of the system call knows whether it worked. What the caller's string led to can't be asked for any more,
 * see named.h.
 */
#include "file_call.h"
#include "path_rules.h"

#define MOUNT_CALL_MOUNT 1
#define XATTR_ARGS_SIZE 8

static __always_inline bool is_change(struct vedette_file_call *call, long ret)
{
	return call && call->kind && (ret >= 0 || call->failures);
}

static __always_inline __u32 id_of(struct vedette_file_call *call, __u32 id)
{
	if (!call->short_ids)
		return id;
	return (id & 0xffff) == 0xffff ? (__u32)-1 : id & 0xffff;
}

static __always_inline __u32 size_of_attribute(__u64 xattr_args)
{
	__u32 size = 0;

	bpf_probe_read_user(&size, sizeof(size), (void *)(xattr_args + XATTR_ARGS_SIZE));
	return size;
}

SYSCALL(on_change)
{
	struct vedette_file_call *call = file_call(regs);
	struct vedette_change *record;
	struct scratch *scratch;
	struct event event = {};
	__u64 attribute;
	__u32 flags;
	__u64 name;

	if (!is_change(call, ret))
		return 0;
	flags = call->other_mask ? argument(regs, 2) : 0;
	if (!begin_event(&event, task, flags & call->other_mask ? call->other_kind : call->kind, sizeof(*record)))
		return 0;
	scratch = event.scratch;
	read_arguments(scratch, regs);
	record = (void *)scratch->record;
	flags = call_argument(scratch, call->flags);
	record->flags = flags;
	record->amount = call_argument(scratch, call->amount) | call_argument(scratch, call->amount_high) << 32;
	attribute = call_argument(scratch, call->attribute);
	if (attribute)
		record->amount = size_of_attribute(attribute);
	record->mode = call_argument(scratch, call->mode) & 0xffff;
	record->uid = id_of(call, call_argument(scratch, call->uid));
	record->gid = id_of(call, call_argument(scratch, call->gid));
	record->error = ret < 0 ? -ret : 0;
	append_named(&event, &record->path, call_argument(scratch, call->directory), call_argument(scratch, call->path),
		     joined_by(call, flags));
	if (is_path_off(&event, &record->path, sizeof(*record))) {
		drop_event(&event);
		return 0;
	}
	name = call_argument(scratch, call->name);
	if (name)
		record->name_len = append_user_string(&event, name);
	end_file_event(&event);
	return 0;
}

struct naming {
	struct event event;
	struct vedette_file_call *call;
	__u32 flags;
	__u16 paths;
	__u16 off; /* how many of them are not wanted */
};

/* Appends a path, then a new path. A loop so that the verifier goes through this once only. */
static long append_one(__u64 step, void *context)
{
	struct naming *naming = context;
	struct scratch *scratch = naming->event.scratch;
	struct vedette_file_call *call = naming->call;
	struct vedette_named *named = (void *)(scratch->record + sizeof(struct vedette_header));
	__u8 directory = call->directory;
	__u8 joined = joined_by(call, naming->flags);
	__u8 path = call->path;
	__u32 at = naming->event.size;

	if (step) {
		named++;
		directory = call->new_directory;
		path = call->new_path;
		joined = call->mount_call == MOUNT_CALL_MOUNT ? VEDETTE_FOLLOWED : VEDETTE_JOINED;
	}
	if (path == VEDETTE_NOTHING)
		return 0;
	append_named(&naming->event, named, call_argument(scratch, directory), call_argument(scratch, path), joined);
	naming->paths++;
	if (is_path_off(&naming->event, named, at))
		naming->off++;
	return 0;
}

/* What leads out of a place that is not wanted, or into one, is told. */
static __always_inline void end_naming(struct naming *naming)
{
	if (naming->off && naming->off == naming->paths)
		drop_event(&naming->event);
	else
		end_file_event(&naming->event);
}

SYSCALL(on_move)
{
	struct naming naming = { .call = file_call(regs) };
	struct vedette_move *record;

	if (!is_change(naming.call, ret))
		return 0;
	if (!begin_event(&naming.event, task, naming.call->kind, sizeof(*record)))
		return 0;
	read_arguments(naming.event.scratch, regs);
	record = (void *)naming.event.scratch->record;
	naming.flags = call_argument(naming.event.scratch, naming.call->flags);
	record->flags = naming.flags;
	bpf_loop(2, append_one, &naming, 0);
	end_naming(&naming);
	return 0;
}

static __always_inline __u16 append_argument(struct event *event, __u8 number)
{
	__u64 string = call_argument(event->scratch, number);

	return string ? append_user_string(event, string) : 0;
}

SYSCALL(on_mount)
{
	struct naming naming = { .call = file_call(regs) };
	struct vedette_mount *record;
	struct scratch *scratch;

	if (!is_change(naming.call, ret))
		return 0;
	if (!begin_event(&naming.event, task, VEDETTE_KIND_MOUNT, sizeof(*record)))
		return 0;
	scratch = naming.event.scratch;
	read_arguments(scratch, regs);
	record = (void *)scratch->record;
	record->call = naming.call->mount_call;
	record->flags = call_argument(scratch, naming.call->flags);
	record->error = ret < 0 ? -ret : 0;
	naming.flags = record->flags;
	/* A device, a directory or just a word: whatever the file system takes it for. */
	record->source_len = append_argument(&naming.event, naming.call->amount);
	record->filesystem_len = append_argument(&naming.event, naming.call->name);
	bpf_loop(2, append_one, &naming, 0);
	end_naming(&naming);
	return 0;
}
