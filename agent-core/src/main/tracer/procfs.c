/* SPDX-License-Identifier: Apache-2.0 */
/* What procfs says of a process. Each function reads one file, and answers false when the process is gone. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "tracer.h"

/* PF_EXITING, PF_FORKNOEXEC */
#define EXITING 0x4
#define FORKED_NOT_EXECUTED 0x40
#define TOLD_MAX 4096
#define FNV_OFFSET 0xcbf29ce484222325ull
#define FNV_PRIME 0x100000001b3ull

static char text[16384];

/* "PID/name" below /proc. */
static const char *path_of(pid_t pid, const char *name)
{
	static char path[64];
	char digits[12];
	char *at = digits + sizeof(digits);
	uint32_t rest = (uint32_t)pid;

	*--at = 0;
	do
		*--at = (char)('0' + rest % 10);
	while (rest /= 10);
	stpcpy(stpcpy(stpcpy(stpcpy(path, "/proc/"), at), "/"), name);
	return path;
}

static ssize_t read_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (fd < 0)
		return -1;
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (length >= 0)
		text[length] = 0;
	return length;
}

static char *skip_fields(char *at, int count)
{
	while (count-- > 0 && at) {
		at = strchr(at, ' ');
		at = at ? at + 1 : NULL;
	}
	return at;
}

static uint64_t number(const char *at)
{
	uint64_t value = 0;

	while (*at >= '0' && *at <= '9')
		value = value * 10 + (uint64_t)(*at++ - '0');
	return value;
}

/* The name may hold anything: it ends with the last parenthesis. */
bool read_stat(pid_t pid, struct stat_line *into)
{
	char *open_at, *close_at, *at;
	size_t length;

	if (read_file(path_of(pid, "stat")) <= 0)
		return false;
	open_at = strchr(text, '(');
	close_at = strrchr(text, ')');
	if (!open_at || !close_at || close_at < open_at || close_at[1] != ' ')
		return false;
	memset(into->comm, 0, sizeof(into->comm));
	length = (size_t)(close_at - open_at - 1);
	memcpy(into->comm, open_at + 1, length < sizeof(into->comm) ? length : sizeof(into->comm) - 1);
	at = close_at + 2;
	into->state = *at;
	at = skip_fields(at, 1);
	into->parent = at ? (uint32_t)number(at) : 0;
	at = skip_fields(at, 1);
	into->group = at ? (uint32_t)number(at) : 0;
	at = skip_fields(at, 1);
	into->session = at ? (uint32_t)number(at) : 0;
	at = skip_fields(at, 3);
	into->has_executed = at && !(number(at) & FORKED_NOT_EXECUTED);
	into->is_exiting = at && (number(at) & EXITING);
	at = skip_fields(at, 13);
	if (!at)
		return false;
	into->start_ns = number(at) * TICK_OF_CLOCK_NS;
	at = skip_fields(at, 26);
	into->args_start = at ? number(at) : 0;
	at = skip_fields(at, 1);
	into->args_end = at ? number(at) : 0;
	at = skip_fields(at, 1);
	into->env_start = at ? number(at) : 0;
	at = skip_fields(at, 1);
	into->env_end = at ? number(at) : 0;
	return true;
}

static void three_ids(const char *at, uint32_t into[3])
{
	char *next = (char *)at;
	int i;

	for (i = 0; i < 3; i++)
		into[i] = (uint32_t)strtoul(next, &next, 10);
}

bool read_status(pid_t pid, struct status_lines *into)
{
	char *line, *save, *last;

	memset(into, 0, sizeof(*into));
	if (read_file(path_of(pid, "status")) <= 0)
		return false;
	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *value = strchr(line, '\t');

		if (!value)
			continue;
		value++;
		if (!strncmp(line, "Tgid:", 5))
			into->tgid = (uint32_t)number(value);
		else if (!strncmp(line, "PPid:", 5))
			into->parent = (uint32_t)number(value);
		else if (!strncmp(line, "TracerPid:", 10))
			into->tracer = (uint32_t)number(value);
		else if (!strncmp(line, "Uid:", 4))
			three_ids(value, into->uids);
		else if (!strncmp(line, "Gid:", 4))
			three_ids(value, into->gids);
		else if (!strncmp(line, "NSpid:", 6)) {
			last = strrchr(line, '\t');
			into->pid = (uint32_t)number(last + 1);
		} else if (!strncmp(line, "CapPrm:", 7))
			into->permitted = strtoull(value, NULL, 16);
		else if (!strncmp(line, "CapEff:", 7))
			into->capabilities = strtoull(value, NULL, 16);
		else if (!strncmp(line, "CapAmb:", 7)) {
			into->ambient = strtoull(value, NULL, 16);
			return true;
		}
	}
	return true;
}

/* Whether it has these effective ids; false also when it hides them. */
bool is_owned_by(pid_t pid, const struct vedette_process *as)
{
	struct stat directory;

	return stat(path_of(pid, ""), &directory) == 0 && directory.st_uid == as->euid && directory.st_gid == as->egid;
}

ssize_t read_link(pid_t pid, const char *name, char *into, size_t size)
{
	return readlink(path_of(pid, name), into, size);
}

/* The link looks like "mnt:[4026531841]". */
static uint32_t namespace_of(struct process *process, const char *name)
{
	char link[64];
	ssize_t length = read_link((pid_t)process->tgid, name, link, sizeof(link) - 1);
	char *open_at;

	if (length <= 0)
		return 0;
	link[length] = 0;
	open_at = strchr(link, '[');
	return open_at ? (uint32_t)number(open_at + 1) : 0;
}

/*
 * Each link costs some microseconds, for which somebody waits. Who has no right to move goes into a user namespace
 * first, or into none.
 */
bool read_namespaces(struct process *process, bool may_have_moved)
{
	uint32_t mnt = namespace_of(process, "ns/mnt"), user = namespace_of(process, "ns/user");

	if (!may_have_moved && mnt && user && mnt == process->mnt_ns && user == process->as.user_ns)
		return true;
	process->mnt_ns = mnt;
	process->as.user_ns = user;
	process->pid_ns = namespace_of(process, "ns/pid");
	process->as.net_ns = namespace_of(process, "ns/net");
	process->as.ipc_ns = namespace_of(process, "ns/ipc");
	process->as.uts_ns = namespace_of(process, "ns/uts");
	process->as.cgroup_ns = namespace_of(process, "ns/cgroup");
	process->as.time_ns = namespace_of(process, "ns/time");
	return process->mnt_ns != 0;
}

void read_executable(struct process *process, struct executable *into)
{
	struct statx file;

	memset(into, 0, sizeof(*into));
	if (statx(AT_FDCWD, path_of((pid_t)process->tgid, "exe"), 0, STATX_BASIC_STATS, &file) != 0)
		return;
	process->as.inode = file.stx_ino;
	process->as.device = file.stx_dev_major << 20 | file.stx_dev_minor;
	process->as.size = file.stx_size;
	process->as.change_time_ns = (uint64_t)file.stx_ctime.tv_sec * 1000000000u + file.stx_ctime.tv_nsec;
	into->mode = file.stx_mode;
	into->uid = file.stx_uid;
	into->gid = file.stx_gid;
	into->deleted = file.stx_nlink == 0;
}

/* Cgroups whose path was told. Those beyond the bound are told again. */
static uint64_t told[TOLD_MAX];
static uint32_t told_count, told_age;

/* Whether the agent knows the path by now. */
static bool tell_cgroup(uint64_t id, const char *path, size_t length)
{
	static struct {
		struct vedette_cgroup cgroup;
		char path[VEDETTE_PATH_MAX];
	} record;
	uint32_t i;

	if (told_age != __atomic_load_n(&control->retell, __ATOMIC_ACQUIRE) || told_count == TOLD_MAX) {
		told_age = control->retell;
		told_count = 0;
	}
	for (i = 0; i < told_count; i++)
		if (told[i] == id)
			return true;
	length = length < VEDETTE_PATH_MAX ? length : VEDETTE_PATH_MAX;
	record.cgroup.header.kind = VEDETTE_KIND_CGROUP;
	record.cgroup.header.abi = VEDETTE_ABI;
	record.cgroup.header.boot_time_ns = now_ns();
	record.cgroup.header.cgroup_id = id;
	record.cgroup.header.size = (uint32_t)(sizeof(record.cgroup) + length);
	record.cgroup.path_len = (uint16_t)length;
	memcpy(record.path, path, length);
	if (!ring_tell_uncounted(&record, record.cgroup.header.size))
		return false;
	told[told_count++] = id;
	return true;
}

static bool is_exiting(pid_t pid)
{
	struct stat_line line;

	return read_stat(pid, &line) && line.is_exiting;
}

/*
 * The cgroup's inode is not to be seen from a container of its own: the path stands for it, by its hash. The line of
 * version 2 begins with "0::"; without it the first one has to do, which gives the root for all that
 * exit. Answers whether the agent knows the path: what happens in a cgroup that it does not know would be given to the
 * wrong container.
 */
bool read_cgroup(struct process *process)
{
	const char *path, *end, *at;
	uint64_t hash = FNV_OFFSET;
	bool is_version_1;

	if (read_file(path_of((pid_t)process->tgid, "cgroup")) <= 0)
		return process->is_told;
	path = strncmp(text, "0::", 3) ? strstr(text, "\n0::") : text;
	is_version_1 = !path;
	path = strchr(path ? path : text, '/');
	if (!path)
		return process->is_told;
	end = strchr(path, '\n');
	end = end ? end : path + strlen(path);
	if (is_version_1 && end - path == 1) {
		if (is_exiting((pid_t)process->tgid))
			return process->is_told;
		path = "/";
		end = path + 1;
	}
	for (at = path; at < end; at++)
		hash = (hash ^ (uint8_t)*at) * FNV_PRIME;
	process->cgroup_id = hash;
	process->is_told = tell_cgroup(hash, path, (size_t)(end - path));
	return process->is_told;
}

void read_login(struct process *process)
{
	process->as.auid =
		read_file(path_of((pid_t)process->tgid, "loginuid")) > 0 ? (uint32_t)number(text) : (uint32_t)-1;
}

/* Of the line "0.10 0.20 0.30 RUNNING/ALL LAST_PID". */
static char *load_field(int nth)
{
	static char line[128];
	static int fd = -1;
	ssize_t length;

	if (fd < 0)
		fd = open("/proc/loadavg", O_RDONLY | O_CLOEXEC);
	length = pread(fd, line, sizeof(line) - 1, 0);
	if (length <= 0)
		return NULL;
	line[length] = 0;
	return skip_fields(line, nth);
}

/* The last pid that was given in this pid namespace: the last field. */
uint32_t last_pid(void)
{
	char *at = load_field(4);

	return at ? (uint32_t)number(at) : 0;
}

/* This process, in its life; 0 where the kernel does not tell. */
uint64_t waited_for_cpu_ns(void)
{
	static int fd = -1;
	char line[128];
	ssize_t length;
	char *at;

	if (fd < 0)
		fd = open("/proc/self/schedstat", O_RDONLY | O_CLOEXEC);
	length = pread(fd, line, sizeof(line) - 1, 0);
	line[length > 0 ? length : 0] = 0;
	at = skip_fields(line, 1);
	return at ? number(at) : 0;
}

/* On all CPUs at this moment, with those that wait for one. */
uint32_t running_tasks(void)
{
	char *at = load_field(3);

	return at ? (uint32_t)number(at) : 0;
}

/* One more than the last pid that can be given, or 0. */
uint32_t pid_limit(void)
{
	char line[32];
	int fd = open("/proc/sys/kernel/pid_max", O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? 0 : read(fd, line, sizeof(line) - 1);

	if (fd >= 0)
		close(fd);
	line[length > 0 ? length : 0] = 0;
	return (uint32_t)number(line);
}

/* The tasks of a process, or with 0 all processes. False when there is no such directory. */
bool open_numbers(struct numbers *numbers, pid_t tgid)
{
	numbers->fd = open(tgid ? path_of(tgid, "task") : "/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	numbers->filled = numbers->at = 0;
	return numbers->fd >= 0;
}

void close_numbers(struct numbers *numbers)
{
	close(numbers->fd);
}

/* The next entry that is a number; 0 at the end. */
pid_t next_number(struct numbers *numbers)
{
	for (;;) {
		struct dirent64 *entry;

		if (numbers->at >= numbers->filled) {
			numbers->filled =
				syscall(SYS_getdents64, numbers->fd, numbers->entries, sizeof(numbers->entries));
			numbers->at = 0;
			if (numbers->filled <= 0)
				return 0;
		}
		entry = (struct dirent64 *)(numbers->entries + numbers->at);
		numbers->at += entry->d_reclen;
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
			return (pid_t)number(entry->d_name);
	}
}
