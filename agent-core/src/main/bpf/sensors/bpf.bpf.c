// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Somebody else's eBPF programs: loads and attachments, failed ones too. What programs and their owners do with maps
 * comes in floods and is not told.
 */
#include "call.h"

#define BPF_PROG_LOAD 5
#define BPF_PROG_ATTACH 8
#define BPF_RAW_TRACEPOINT_OPEN 17
#define BPF_LINK_CREATE 28

/* How the arguments begin. What the caller's are too short for is 0. */
union attributes {
	struct {
		__u32 program_type;
		__u32 skipped[11];
		char program_name[16];
		__u32 interface;
		__u32 expected_attach_type;
	} load;
	struct {
		__u32 target_fd;
		__u32 program_fd;
		__u32 type;
	} attach;
	struct {
		__u32 program_fd;
		__u32 target_fd;
		__u32 type;
	} link;
	struct {
		__u64 name;
		__u32 program_fd;
	} raw_tracepoint;
};

static __always_inline void name_program(struct event *event, struct vedette_call *record, const void *name)
{
	long len = bpf_probe_read_kernel_str(record + 1, 16, name);

	record->first_len = len > 0 ? len - 1 : 0;
	event->size += record->first_len;
}

/* Links can be made of other things than programs. */
static __always_inline void look_at_program(struct event *event, struct vedette_call *record, __u32 fd)
{
	struct file *file = file_of(event->task, fd);
	struct bpf_prog *program;
	char name[8] = {};

	bpf_probe_read_kernel(name, sizeof(name), GET(GET(file, f_path.dentry), d_name.name));
	if (name[0] != 'b' || name[1] != 'p' || name[2] != 'f' || name[3] != '-' || name[4] != 'p' || name[5] != 'r')
		return;
	program = GET((struct file___private *)file, private_data);
	record->flags = GET(program, type);
	name_program(event, record, GET(GET(program, aux), name));
}

SYSCALL(on_bpf)
{
	__u32 command = argument(regs, 0);
	__u32 size = argument(regs, 2);
	union attributes attributes = {};
	struct vedette_call *record;
	struct event event = {};

	if (command != BPF_PROG_LOAD && command != BPF_PROG_ATTACH && command != BPF_RAW_TRACEPOINT_OPEN &&
	    command != BPF_LINK_CREATE)
		return 0;
	record = begin_call(&event, task, VEDETTE_KIND_BPF, ret);
	if (!record)
		return 0;
	size = at_most(size, sizeof(attributes));
	bpf_probe_read_user(&attributes, size, (void *)argument(regs, 1));
	record->number = command;
	if (command == BPF_PROG_LOAD) {
		record->flags = attributes.load.program_type;
		record->signed_1 = attributes.load.expected_attach_type;
		name_program(&event, record, attributes.load.program_name);
	} else if (command == BPF_PROG_ATTACH) {
		record->signed_1 = attributes.attach.type;
		look_at_program(&event, record, attributes.attach.program_fd);
	} else if (command == BPF_LINK_CREATE) {
		record->signed_1 = attributes.link.type;
		look_at_program(&event, record, attributes.link.program_fd);
	} else {
		look_at_program(&event, record, attributes.raw_tracepoint.program_fd);
	}
	end_event(&event, &process_ring);
	return 0;
}
