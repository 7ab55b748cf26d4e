// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The end of every system call: hands it to the handler of its number, if there is one.
 *
 * One hook for all calls, and not a tracepoint for each. Such a tracepoint goes through perf events, which costs each
 * traced call more than this whole hook, and the calls that matter here (open, close, mmap, write, send) are most of
 * those that programs make. It needs no tracefs and is there on every kernel with BTF. A handler that the kernel
 * refuses is missing in the table, and the others work.
 */
#include "syscall.h"

#define SYSCALLS_MAX 512

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, SYSCALLS_MAX);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} syscall_handlers SEC(".maps");

/* By the numbers of the 32-bit interface, which a 64-bit process can call too. */
struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, SYSCALLS_MAX);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} syscall_handlers_32 SEC(".maps");

SEC("tp_btf/sys_exit")
int on_syscall(__u64 *context)
{
	__u64 number = syscall_number((struct pt_regs *)context[0]);

	if (is_32_bit_call())
		bpf_tail_call(context, &syscall_handlers_32, number);
	else
		bpf_tail_call(context, &syscall_handlers, number);
	return 0;
}
