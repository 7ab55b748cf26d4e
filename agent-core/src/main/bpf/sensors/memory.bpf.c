// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Memory that can be executed: files that are mapped as code, anonymous memory for code that is made up, and
 * protections that make code of what was data.
 */
#include "file_ring.h"
#include "kernel_security.h"
#include "record_security.h"
#include "syscall.h"
#include "tail.h"

/* mmap, mmap2. Attempts that failed are not told: there is no memory. */
SYSCALL(on_mmap)
{
	__u32 protection = argument(regs, 2);
	struct vedette_mmap_exec *record;
	struct event event = {};
	struct file *file;

	if (!(protection & PROT_EXEC) || (__u64)ret >= (__u64)-4095)
		return 0;
	if (!begin_event(&event, task, VEDETTE_KIND_MMAP_EXEC, sizeof(*record)))
		return 0;
	record = (void *)event.scratch->record;
	record->address = is_32_bit_call() ? (__u32)ret : ret;
	record->length_asked = argument(regs, 1);
	record->protection = protection;
	record->flags = argument(regs, 3);
	if (!(record->flags & MAP_ANONYMOUS)) {
		file = file_of(task, argument(regs, 4));
		if (file) {
			fill_file(&record->file, GET(file, f_inode), GET(file, f_path.dentry));
			record->path_len = append_file_path(&event, file);
		} else {
			mark_incomplete(&event, VEDETTE_PATH_UNKNOWN);
		}
	}
	end_file_event(&event);
	return 0;
}

struct region {
	__u64 file;
	__u32 kind;
	__u32 pad;
};

static long look_at_region(struct task_struct *task, struct vm_area_struct *vma, void *context)
{
	struct region *region = context;
	struct mm_struct___regions *mm = (void *)GET(vma, vm_mm);
	__u64 start = GET(vma, vm_start);
	__u64 end = GET(vma, vm_end);
	__u64 stack = GET(mm, start_stack);

	region->file = (__u64)GET(vma, vm_file);
	if (region->file)
		region->kind = VEDETTE_REGION_FILE;
	else if ((start <= stack && stack < end) || (GET(vma, vm_flags) & VM_GROWSDOWN))
		region->kind = VEDETTE_REGION_STACK;
	else if (start < GET(mm, brk) && end > GET(mm, start_brk))
		region->kind = VEDETTE_REGION_HEAP;
	else
		region->kind = VEDETTE_REGION_ANONYMOUS;
	return 0;
}

/*
 * mprotect, pkey_mprotect. What was executable before can't be told from what was not. The region is that of the first
 * address, afterwards; it is not known while another thread changes the memory's layout.
 */
SYSCALL(on_mprotect)
{
	__u32 protection = argument(regs, 2);
	struct vedette_mprotect *record;
	struct region region = {};
	struct event event = {};

	if (!(protection & PROT_EXEC))
		return 0;
	if (!begin_event(&event, task, VEDETTE_KIND_MPROTECT, sizeof(*record)))
		return 0;
	record = (void *)event.scratch->record;
	record->address = argument(regs, 0);
	record->length_asked = argument(regs, 1);
	record->protection = protection;
	record->error = ret < 0 ? -ret : 0;
	bpf_find_vma(bpf_get_current_task_btf(), record->address, look_at_region, &region, 0);
	record->region = region.kind;
	if (region.file)
		record->path_len = append_file_path(&event, (struct file *)region.file);
	end_event(&event, &process_ring);
	return 0;
}
