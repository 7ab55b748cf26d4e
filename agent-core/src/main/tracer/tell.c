/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the records of what a process did, with all that the programs in the kernel tell of it where it can be had. */
#define _GNU_SOURCE
#include <linux/capability.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tracer.h"

#define IDS_UNKNOWN VEDETTE_INCOMPLETE(12)

#define PAGE 4096u
/* From when a program's arguments are there to the stop at the end of its exec. */
#define END_OF_EXEC_NS 5000000ull
#define ENVIRONMENT_READ (64 * 1024)
#define NEW_NAMESPACES                                                                                                 \
	(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWUSER | CLONE_NEWCGROUP)

static struct {
	struct vedette_exec exec;
	char tail[3 * VEDETTE_PATH_MAX + VEDETTE_ENVIRONMENT_MAX + VEDETTE_ARGS_MAX];
} record;
static size_t tail;

static char args[VEDETTE_ARGS_MAX];
static char environment[ENVIRONMENT_READ];
static char filename[2 * PAGE + 1];

static void fill_header(struct vedette_header *header, const struct process *process, pid_t tid, uint16_t kind,
			uint32_t size)
{
	header->size = size;
	header->kind = kind;
	header->abi = VEDETTE_ABI;
	header->boot_time_ns = now_ns();
	header->cgroup_id = process->cgroup_id;
	header->start_boot_time_ns = process->start_ns;
	header->parent_start_boot_time_ns = process->parent_start_ns;
	header->tgid = process->tgid;
	header->tid = (uint32_t)tid;
	header->parent_tgid = process->parent_tgid;
	header->mnt_ns = process->mnt_ns;
	header->pid_ns = process->pid_ns;
	header->incomplete = 0;
}

static void put_parent(struct process *process, uint32_t parent)
{
	struct task *task = find_task((pid_t)parent);
	struct stat_line line;

	process->parent_tgid = parent;
	if (parent == 0)
		process->parent_start_ns = 0;
	else if (task && task->process)
		process->parent_start_ns = task->process->start_ns;
	else
		process->parent_start_ns = read_stat((pid_t)parent, &line) ? line.start_ns : 0;
}

static void put_stat(struct process *process, const struct stat_line *line)
{
	process->start_ns = line->start_ns;
	process->has_executed = line->has_executed;
	process->as.session = line->session;
	process->as.process_group = line->group;
	memcpy(process->as.comm, line->comm, sizeof(process->as.comm));
}

static void put_status(struct process *process, const struct status_lines *lines)
{
	process->as.pid = lines->pid;
	process->as.uid = lines->uids[0];
	process->as.euid = lines->uids[1];
	process->as.suid = lines->uids[2];
	process->as.gid = lines->gids[0];
	process->as.egid = lines->gids[1];
	process->as.sgid = lines->gids[2];
	process->as.cap_effective = lines->capabilities;
	process->may_move = lines->permitted & 1ull << CAP_SYS_ADMIN;
}

bool learn_process(struct process *process, pid_t tgid)
{
	struct stat_line line;
	struct status_lines lines;
	struct executable executable;

	process->tgid = (uint32_t)tgid;
	if (!read_stat(tgid, &line) || !read_status(tgid, &lines))
		return false;
	put_stat(process, &line);
	put_status(process, &lines);
	put_parent(process, line.parent);
	read_namespaces(process, true);
	read_executable(process, &executable);
	read_login(process);
	read_cgroup(process);
	return true;
}

static void append(const void *bytes, size_t length)
{
	memcpy(record.tail + tail, bytes, length);
	tail += length;
}

static uint16_t append_path(const char *path, size_t length, uint32_t cut)
{
	if (length > VEDETTE_PATH_MAX) {
		record.exec.header.incomplete |= cut;
		path += length - VEDETTE_PATH_MAX;
		length = VEDETTE_PATH_MAX;
	}
	append(path, length);
	return (uint16_t)length;
}

static bool ends_with(const char *path, ssize_t length, const char *end)
{
	ssize_t size = (ssize_t)strlen(end);

	return length >= size && !memcmp(path + length - size, end, (size_t)size);
}

static void append_binary(const struct process *process, const struct executable *file)
{
	char path[2 * VEDETTE_PATH_MAX];
	ssize_t length = read_link((pid_t)process->tgid, "exe", path, sizeof(path));
	const char *from = path;

	if (length <= 0) {
		record.exec.header.incomplete |= VEDETTE_BINARY_UNKNOWN;
		return;
	}
	if (file->deleted && ends_with(path, length, " (deleted)")) {
		length -= 10;
		record.exec.flags |= VEDETTE_EXEC_DELETED;
		if (length > 7 && !memcmp(path, "/memfd:", 7)) {
			from++;
			length--;
			record.exec.flags = (record.exec.flags & ~VEDETTE_EXEC_DELETED) | VEDETTE_EXEC_MEMFD;
		}
	}
	record.exec.binary_len = append_path(from, (size_t)length, VEDETTE_BINARY_CUT);
}

static void append_cwd(const struct process *process)
{
	char path[2 * VEDETTE_PATH_MAX];
	ssize_t length = read_link((pid_t)process->tgid, "cwd", path, sizeof(path));

	if (length <= 0)
		record.exec.header.incomplete |= VEDETTE_CWD_UNKNOWN;
	else
		record.exec.cwd_len = append_path(path, (size_t)length, VEDETTE_CWD_CUT);
}

/* Only what changes which code is loaded. */
static void append_environment(size_t length, bool is_cut)
{
	size_t at = 0, taken = 0;

	while (at < length) {
		size_t size = strnlen(environment + at, length - at) + 1;
		bool is_told = !strncmp(environment + at, "LD_PRELOAD=", 11) ||
			       !strncmp(environment + at, "LD_LIBRARY_PATH=", 16);

		if (is_told && at + size <= length && taken + size <= VEDETTE_ENVIRONMENT_MAX) {
			append(environment + at, size);
			taken += size;
		} else if (is_told)
			is_cut = true;
		at += size;
	}
	record.exec.environment_len = (uint16_t)taken;
	if (is_cut)
		record.exec.header.incomplete |= VEDETTE_ENVIRONMENT_CUT;
}

/* An interpreter gets the script's path as its first argument, or after one of its own. */
static bool may_be_script(size_t length)
{
	const char *first = args + strnlen(args, length) + 1;
	const char *second;

	if (first >= args + length)
		return false;
	if (!strcmp(first, filename))
		return true;
	second = first + strnlen(first, (size_t)(args + length - first)) + 1;
	return second < args + length && !strcmp(second, filename);
}

static bool is_script(const struct process *process, size_t args_length)
{
	char path[32 + sizeof(filename)];
	struct stat file;

	if (!may_be_script(args_length))
		return false;
	snprintf(path, sizeof(path), "/proc/%u/%s%s", process->tgid, filename[0] == '/' ? "root" : "cwd/", filename);
	return stat(path, &file) == 0 && file.st_ino != process->as.inode;
}

static size_t at_most(uint64_t length, size_t most)
{
	return length < most ? (size_t)length : most;
}

/*
 * The args, the environment and, right behind it, the path that was given to exec: at this moment they are as the
 * kernel put them there.
 */
static void append_memory(const struct process *process, const struct stat_line *line)
{
	uint64_t total = line->args_end - line->args_start;
	uint64_t variables = line->env_end - line->env_start;
	size_t to_page = PAGE - (line->env_end & (PAGE - 1));
	size_t args_length = at_most(total, sizeof(args)), variables_length = at_most(variables, sizeof(environment));
	struct iovec local[4] = { { args, args_length },
				  { environment, variables_length },
				  { filename, to_page },
				  { filename + to_page, PAGE } };
	struct iovec remote[4] = { { (void *)line->args_start, args_length },
				   { (void *)line->env_start, variables_length },
				   { (void *)line->env_end, to_page },
				   { (void *)(line->env_end + to_page), PAGE } };
	ssize_t read;

	memset(filename, 0, sizeof(filename));
	read = process_vm_readv((pid_t)process->tgid, local, 4, remote, 4, 0);
	if (read < (ssize_t)args_length) {
		args_length = 0;
		variables_length = 0;
		record.exec.header.incomplete |= VEDETTE_ARGS_UNKNOWN;
	} else if (read < (ssize_t)(args_length + variables_length)) {
		variables_length = 0;
		record.exec.header.incomplete |= VEDETTE_ENVIRONMENT_CUT;
	}
	if (is_script(process, args_length))
		record.exec.flags |= VEDETTE_EXEC_SCRIPT;
	record.exec.path_len = append_path(filename, strlen(filename), VEDETTE_PATH_CUT);
	append_cwd(process);
	append_environment(variables_length, variables_length < variables);
	append(args, args_length);
	if (args_length > 0 && args_length == total)
		record.tail[tail - 1] = 0;
	record.exec.args_len = (uint32_t)args_length;
	record.exec.args_total = (uint32_t)total;
	if (args_length > 0 && args_length < total)
		record.exec.header.incomplete |= VEDETTE_ARGS_CUT;
}

static uint32_t file_flags(const struct process *process, const struct executable *file,
			   const struct status_lines *lines)
{
	uint32_t flags = 0;

	if ((file->mode & S_ISUID) && file->uid == process->as.euid)
		flags |= VEDETTE_EXEC_SETUID;
	if ((file->mode & S_ISGID) && (file->mode & S_IXGRP) && file->gid == process->as.egid)
		flags |= VEDETTE_EXEC_SETGID;
	/* Root has all capabilities with any file. */
	if ((lines->capabilities & ~lines->ambient) && process->as.uid != 0 && process->as.euid != 0)
		flags |= VEDETTE_EXEC_FILE_CAPABILITIES;
	return flags;
}

/* The kernel notes where they begin first, where they end and the environment begins when they are there. */
static bool has_arguments(const struct stat_line *line)
{
	return line->args_end > line->args_start && line->args_start != 0 && line->env_start >= line->args_end;
}

/*
 * One that was found amid its exec stops at the end of it like any other. What procfs told of it then is told once, and
 * only if all of it was there already. One that exits has given back its memory with all that, and stops no more.
 */
static bool is_told_else(struct process *process, const struct stat_line *line, uint32_t incomplete)
{
	uint64_t found = process->found_args;

	process->found_args = 0;
	if (!(incomplete & FROM_PROCFS))
		return found && found == line->args_start && now_ns() - process->found_ns < END_OF_EXEC_NS;
	if (!has_arguments(line))
		return !line->is_exiting;
	if (found == line->args_start)
		return true;
	process->found_args = line->args_start;
	process->found_ns = now_ns();
	return false;
}

void tell_exec(struct process *process, pid_t old_tid, uint32_t incomplete)
{
	struct vedette_exec *exec = &record.exec;
	struct executable file;
	struct status_lines lines;
	struct stat_line line;
	bool could_move = process->may_move;

	if (!read_stat((pid_t)process->tgid, &line) || !read_status((pid_t)process->tgid, &lines)) {
		if (is_wanted(process->cgroup_id, VEDETTE_KIND_EXEC))
			count_lost(process->cgroup_id, VEDETTE_KIND_EXEC);
		return;
	}
	if (is_told_else(process, &line, incomplete))
		return;
	put_stat(process, &line);
	put_status(process, &lines);
	put_parent(process, line.parent);
	read_namespaces(process, could_move || process->may_move);
	read_executable(process, &file);
	read_login(process);
	read_cgroup(process);
	if (!is_wanted(process->cgroup_id, VEDETTE_KIND_EXEC))
		return;
	if (!process->is_told) {
		count_lost(process->cgroup_id, VEDETTE_KIND_EXEC);
		return;
	}
	memset(exec, 0, sizeof(*exec));
	tail = 0;
	fill_header(&exec->header, process, (pid_t)process->tgid, VEDETTE_KIND_EXEC, 0);
	exec->header.incomplete = incomplete | (process->mnt_ns ? 0 : IDS_UNKNOWN);
	exec->process = process->as;
	exec->old_tid = (uint32_t)old_tid;
	exec->flags = file_flags(process, &file, &lines);
	append_binary(process, &file);
	append_memory(process, &line);
	exec->header.size = (uint32_t)(sizeof(*exec) + tail);
	ring_tell(&record, exec->header.size, process->cgroup_id, VEDETTE_KIND_EXEC);
}

/* What a child does not have from its creator. */
static void learn_child(struct process *child, const struct process *creator, pid_t tgid, uint64_t clone_flags)
{
	struct stat_line line;
	struct status_lines lines;

	child->tgid = (uint32_t)tgid;
	child->start_ns = now_ns() / TICK_OF_CLOCK_NS * TICK_OF_CLOCK_NS;
	child->as.pid = (uint32_t)tgid;
	if (read_stat(tgid, &line)) {
		put_stat(child, &line);
		put_parent(child, line.parent);
	} else {
		child->parent_tgid = creator->tgid;
		child->parent_start_ns = creator->start_ns;
	}
	/* Its status costs more than all else that a fork does: only where it may say something else. */
	if ((clone_flags & CLONE_NEWPID) || creator->as.pid != creator->tgid || !is_owned_by(tgid, &creator->as)) {
		if (read_status(tgid, &lines))
			put_status(child, &lines);
	}
	child->may_move |= creator->may_move || (clone_flags & NEW_NAMESPACES);
	if (clone_flags & NEW_NAMESPACES)
		read_namespaces(child, true);
	/* CLONE_INTO_CGROUP */
	if (clone_flags & 0x200000000ull)
		read_cgroup(child);
}

void tell_fork(struct process *creator, pid_t tid, struct process *child, uint64_t clone_flags)
{
	struct vedette_fork fork;
	pid_t tgid = (pid_t)child->tgid;

	*child = (struct process){ .as = creator->as,
				   .cgroup_id = creator->cgroup_id,
				   .is_told = creator->is_told,
				   .mnt_ns = creator->mnt_ns,
				   .pid_ns = creator->pid_ns,
				   .tasks = child->tasks };
	learn_child(child, creator, tgid, clone_flags);
	if (!is_wanted(creator->cgroup_id, VEDETTE_KIND_FORK))
		return;
	if (!creator->is_told && !read_cgroup(creator)) {
		count_lost(creator->cgroup_id, VEDETTE_KIND_FORK);
		return;
	}
	memset(&fork, 0, sizeof(fork));
	fill_header(&fork.header, creator, tid, VEDETTE_KIND_FORK, sizeof(fork));
	fork.child = child->as;
	fork.child_start_boot_time_ns = child->start_ns;
	fork.child_cgroup_id = child->cgroup_id;
	fork.clone_flags = clone_flags;
	fork.child_tgid = child->tgid;
	fork.child_mnt_ns = child->mnt_ns;
	fork.child_pid_ns = child->pid_ns;
	ring_tell(&fork, sizeof(fork), creator->cgroup_id, VEDETTE_KIND_FORK);
}

void tell_exit(struct process *process, uint32_t status)
{
	struct vedette_exit exit;

	if (!is_wanted(process->cgroup_id, VEDETTE_KIND_EXIT))
		return;
	memset(&exit, 0, sizeof(exit));
	fill_header(&exit.header, process, (pid_t)process->tgid, VEDETTE_KIND_EXIT, sizeof(exit));
	exit.status = status;
	if (process->is_told)
		ring_tell(&exit, sizeof(exit), process->cgroup_id, VEDETTE_KIND_EXIT);
	else
		count_lost(process->cgroup_id, VEDETTE_KIND_EXIT);
}
