/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Kernel types that only the sensors of processes' doings look at; the rules of kernel.h. */
#ifndef VEDETTE_KERNEL_SECURITY_H
#define VEDETTE_KERNEL_SECURITY_H

#include "kernel.h"

#define EPERM 1
#define ESRCH 3
#define EAGAIN 11
#define PROT_EXEC 4
#define MAP_ANONYMOUS 0x20
#define PIDFS_MAGIC 0x50494446
#define VM_GROWSDOWN 0x100

enum bpf_prog_type { BPF_PROG_TYPE_UNSPEC };

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct cred___all {
	kuid_t fsuid;
	kgid_t fsgid;
	struct capabilities cap_inheritable;
	struct capabilities cap_permitted;
	struct capabilities cap_ambient;
};

struct uid_gid_extent {
	__u32 first;
	__u32 lower_first;
	__u32 count;
};

struct uid_gid_map {
	struct uid_gid_extent extent[5];
};

struct user_namespace___map {
	struct uid_gid_map uid_map;
};

struct hlist_node {
	struct hlist_node *next;
};

struct hlist_head {
	struct hlist_node *first;
};

struct task_struct___links {
	struct hlist_node pid_links[4];
};

struct pid___tasks {
	struct hlist_head tasks[4];
};

struct xarray {
	void *xa_head;
};

struct xa_node {
	unsigned char shift;
	void *slots[64];
};

struct idr {
	struct xarray idr_rt;
	unsigned int idr_base;
};

struct pid_namespace___idr {
	struct idr idr;
};

struct nsproxy___children {
	struct pid_namespace *pid_ns_for_children;
};

struct file___private {
	void *private_data;
};

struct inode___private {
	void *i_private;
};

struct kernel_siginfo {
	int si_signo;
	int si_errno;
	int si_code;
};

struct mm_struct___regions {
	unsigned long start_brk;
	unsigned long brk;
	unsigned long start_stack;
};

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	struct mm_struct *vm_mm;
	unsigned long vm_flags;
	struct file *vm_file;
};

struct bpf_prog_aux {
	char name[16];
};

struct bpf_prog {
	enum bpf_prog_type type;
	struct bpf_prog_aux *aux;
};

#pragma clang attribute pop

#endif
