/* Cases of what a process makes of itself and of the kernel; memory.c and tracing.c
 * have the other security kinds. */
#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>
#include <linux/seccomp.h>
#include <sys/fsuid.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include "scenario.h"

#define NOBODY 65534

/* In a child, since what comes after needs the rights that go. */
static void in_child(void (*body)(void *))
{
	if (wait_for(child(body, NULL)) != 0)
		broken("the child did not end well");
}

static void expect_ids(const char *kind, const char *old, const char *new)
{
	expect(kind, "{'old':%s,'new':%s}", old, new);
}

static void become_others(void *context)
{
	(void)context;
	MUST(setfsuid(777));
	expect("set_uid", "{'old':{'real':0,'effective':0,'saved':0},'new':{'real':0,"
			  "'effective':0,'saved':0,'filesystem':777}}");
	MUST(setreuid((uid_t)-1, 50));
	expect_ids("set_uid", "{\"real\":0,\"effective\":0,\"saved\":0}",
		   "{\"real\":0,\"effective\":50,\"saved\":50,\"filesystem\":50}");
	MUST(setuid(0));
	expect_ids("set_uid", "{\"real\":0,\"effective\":50,\"saved\":50}",
		   "{\"real\":0,\"effective\":0,\"saved\":50,\"filesystem\":0}");
	MUST(setresuid(1001, 1002, 1003));
	expect_ids("set_uid", "{\"real\":0,\"effective\":0,\"saved\":50}",
		   "{\"real\":1001,\"effective\":1002,\"saved\":1003,\"filesystem\":1002}");
	if (setuid(4444) == 0)
		broken("nobody becomes anybody");
	setfsuid((uid_t)-1);
	never();
	expect("set_uid", "{'new':{'effective':4444}}");
	never();
	expect("set_uid", "{'old':{'real':1001}}");
	process("{'uid':1001}");
	expect("exit", "{'code':0}");
}

static void set_uid(void)
{
	in_child(become_others);
}

static void become_other_groups(void *context)
{
	(void)context;
	MUST(setfsgid(778));
	expect("set_gid", "{'new':{'real':0,'effective':0,'saved':0,'filesystem':778}}");
	MUST(setresgid(2001, 2002, 0));
	expect_ids("set_gid", "{\"real\":0,\"effective\":0,\"saved\":0}",
		   "{\"real\":2001,\"effective\":2002,\"saved\":0,\"filesystem\":2002}");
	MUST(setregid(2002, 2001));
	expect_ids("set_gid", "{\"real\":2001,\"effective\":2002,\"saved\":0}",
		   "{\"real\":2002,\"effective\":2001,\"saved\":2001,\"filesystem\":2001}");
	MUST(setgid(2003));
	expect_ids("set_gid", "{\"real\":2002,\"effective\":2001,\"saved\":2001}",
		   "{\"real\":2003,\"effective\":2003,\"saved\":2003,\"filesystem\":2003}");
}

static void set_gid(void)
{
	in_child(become_other_groups);
}

static const char *const capabilities[] = {
	"chown",
	"dac_override",
	"dac_read_search",
	"fowner",
	"fsetid",
	"kill",
	"setgid",
	"setuid",
	"setpcap",
	"linux_immutable",
	"net_bind_service",
	"net_broadcast",
	"net_admin",
	"net_raw",
	"ipc_lock",
	"ipc_owner",
	"sys_module",
	"sys_rawio",
	"sys_chroot",
	"sys_ptrace",
	"sys_pacct",
	"sys_admin",
	"sys_boot",
	"sys_nice",
	"sys_resource",
	"sys_time",
	"sys_tty_config",
	"mknod",
	"lease",
	"audit_write",
	"audit_control",
	"setfcap",
	"mac_override",
	"mac_admin",
	"syslog",
	"wake_alarm",
	"block_suspend",
	"audit_read",
	"perfmon",
	"bpf",
	"checkpoint_restore",
};

static const char *names_of(uint64_t set)
{
	char *names[64] = { 0 };
	size_t bit, n = 0;

	for (bit = 0; bit < sizeof(capabilities) / sizeof(capabilities[0]); bit++)
		if (set >> bit & 1)
			names[n++] = (char *)capabilities[bit];
	return texts(names);
}

static uint64_t whole(uint32_t low, uint32_t high)
{
	return (uint64_t)high << 32 | low;
}

static void drop_capabilities(void *context)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];
	uint64_t old;

	(void)context;
	MUST(syscall(SYS_capget, &header, data));
	old = whole(data[0].effective, data[1].effective);
	if (!(old >> CAP_KILL & 1))
		broken("no right to kill");
	data[0].effective &= ~(1u << CAP_KILL);
	data[0].inheritable = 1u << CAP_CHOWN;
	MUST(syscall(SYS_capset, &header, data));
	expect("capset",
	       "{'old':{'effective':%s},'new':{'effective':%s,'permitted':%s,'"
	       "inheritable':['chown']}}",
	       names_of(old), names_of(whole(data[0].effective, data[1].effective)),
	       names_of(whole(data[0].permitted, data[1].permitted)));
	data[0].permitted = data[0].effective = data[1].permitted = data[1].effective = 0;
	MUST(syscall(SYS_capset, &header, data));
	expect("capset",
	       "{'old':{'effective':%s},'new':{'effective':[],'permitted':[],'"
	       "inheritable':['chown']}}",
	       names_of(old & ~(1ull << CAP_KILL)));
	data[0].effective = data[0].permitted = 1u << CAP_KILL;
	if (syscall(SYS_capset, &header, data) == 0)
		broken("rights come back");
	never();
	expect("capset", "{'new':{'effective':['kill']}}");
}

static void capset(void)
{
	in_child(drop_capabilities);
}

static void perf_event_open(void)
{
	struct perf_event_attr attr = { .type = PERF_TYPE_SOFTWARE,
					.size = sizeof(attr),
					.config = PERF_COUNT_SW_PAGE_FAULTS };
	int error = syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0) >= 0 ? 0 : errno;

	expect("perf_event_open", "{'type':'software','config':2,'pid':0,'cpu':-1,'errno':%d}", error);
	attr.config = 0xfedcba9876543210;
	attr.type = 77;
	error = syscall(SYS_perf_event_open, &attr, getpid(), 0, -1, 0) >= 0 ? 0 : errno;
	if (!error)
		broken("events of a type that does not exist");
	expect("perf_event_open", "{'type':77,'config':18364758544493064720,'pid':%d,'cpu':0,'errno':%d}", getpid(),
	       error);
}

static void keyctl(void)
{
	int error = syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_PROCESS_KEYRING, 1) >= 0 ? 0 : errno;

	expect("keyctl", "{'operation':'get_keyring_id','errno':%d}", error);
	error = syscall(SYS_keyctl, KEYCTL_READ, 0x7fffffff, NULL, 0) >= 0 ? 0 : errno;
	if (!error)
		broken("there is such a key");
	expect("keyctl", "{'operation':'read','errno':%d}", error);
}

static void prctl_options(void)
{
	MUST(prctl(PR_SET_NAME, "much too long a name"));
	expect("prctl", "{'option':'set_name','name':'much too long a'}");
	MUST(prctl(PR_SET_DUMPABLE, 0));
	expect("prctl", "{'option':'set_dumpable','argument':0,'name':''}");
	MUST(prctl(PR_SET_DUMPABLE, 1));
	expect("prctl", "{'option':'set_dumpable','argument':1}");
	MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	expect("prctl", "{'option':'set_no_new_privs','argument':1}");
	if (prctl(PR_SET_DUMPABLE, 77) == 0)
		broken("dumpable is 77");
	never();
	expect("prctl", "{'argument':77}");
}

static struct sock_filter allow = { BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW };
static struct sock_fprog allow_all = { 1, &allow };

static void enter_strict_mode(void *context)
{
	(void)context;
	MUST(syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 0, NULL));
	syscall(SYS_exit, 0);
}

static void seccomp(void)
{
	pid_t pid = child(enter_strict_mode, NULL);

	wait_for(pid);
	of(pid);
	expect("seccomp", "{'operation':'set_mode_strict','flags':[],'errno':0}");
	MUST(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_LOG,
		     &allow_all));
	expect("seccomp", "{'operation':'set_mode_filter','flags':['tsync','log'],'errno':0}");
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, NULL) == 0 || errno != EFAULT)
		broken("a filter at NULL");
	expect("seccomp", "{'operation':'set_mode_filter','flags':[],'errno':14,'error':'EFAULT'}");
	MUST(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &allow_all));
	expect("seccomp", "{'operation':'set_mode_filter','flags':[],'errno':0}");
}

static unsigned long own_namespace(const char *name)
{
	char path[64];
	struct stat stat_of = { 0 };

	snprintf(path, sizeof(path), "/proc/self/ns/%s", name);
	stat(path, &stat_of);
	return stat_of.st_ino;
}

/* What a process is in, but for the namespace of its children's pids, which has no name until there is one. */
static const char *own_namespaces(void)
{
	char *json;

	MUST(asprintf(&json,
		      "\"mnt\":%lu,\"net\":%lu,\"ipc\":%lu,\"uts\":%lu,\"user\":%lu,"
		      "\"cgroup\":%lu,\"time\":%lu",
		      own_namespace("mnt"), own_namespace("net"), own_namespace("ipc"), own_namespace("uts"),
		      own_namespace("user"), own_namespace("cgroup"), own_namespace("time")));
	return json;
}

static void unshare_namespaces(void)
{
	unsigned long pid = own_namespace("pid");

	MUST(unshare(CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWCGROUP));
	expect("unshare",
	       "{'flags':['CLONE_NEWNS','CLONE_NEWCGROUP','CLONE_NEWUTS','CLONE_"
	       "NEWIPC','CLONE_NEWNET'],"
	       "'namespaces':{%s,'pid':%lu},'errno':0}",
	       own_namespaces(), pid);
	MUST(unshare(CLONE_NEWPID | CLONE_FS));
	expect("unshare",
	       "{'flags':['CLONE_FS','CLONE_NEWPID'],'namespaces':{%s,'pid':{'$not':%"
	       "lu}},'errno':0}",
	       own_namespaces(), pid);
	MUST(unshare(CLONE_FILES));
	never();
	expect("unshare", "{'flags':['CLONE_FILES']}");
}

static void unshare_as_nobody(void *context)
{
	(void)context;
	MUST(setresuid(NOBODY, NOBODY, NOBODY));
	if (unshare(CLONE_NEWNS) == 0 || errno != EPERM)
		broken("nobody has mounts of their own");
	expect("unshare", "{'flags':['CLONE_NEWNS'],'namespaces':{%s},'errno':1,'error':'EPERM'}", own_namespaces());
}

static void unshare_refused(void)
{
	in_child(unshare_as_nobody);
}

static void setns_back(void)
{
	int fd = (int)MUST(open("/proc/self/ns/uts", O_RDONLY | O_CLOEXEC));

	MUST(unshare(CLONE_NEWUTS));
	MUST(setns(fd, CLONE_NEWUTS));
	expect("setns",
	       "{'namespace_type':['CLONE_NEWUTS'],'fd':%d,'namespaces':{%s,'pid':%"
	       "lu},'errno':0}",
	       fd, own_namespaces(), own_namespace("pid"));
	MUST(setns(fd, 0));
	expect("setns", "{'namespace_type':[],'fd':%d,'errno':0}", fd);
	if (setns(fd, CLONE_NEWNET) == 0 || errno != EINVAL)
		broken("a name is a network");
	expect("setns", "{'namespace_type':['CLONE_NEWNET'],'fd':%d,'errno':22,'error':'EINVAL'}", fd);
	if (setns(-1, 0) == 0 || errno != EBADF)
		broken("-1 is a namespace");
	expect("setns", "{'namespace_type':[],'fd':-1,'errno':9,'error':'EBADF'}");
}

static void pivot_root(void)
{
	MUST(unshare(CLONE_NEWNS));
	MUST(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
	MUST(mkdir("new", 0755));
	if (syscall(SYS_pivot_root, "new", "missing") == 0 || errno != ENOENT)
		broken("pivots to nowhere: %s", strerror(errno));
	expect("pivot_root", "{'new_root':'new','put_old':'missing','errno':2,'error':'ENOENT'}");
	MUST(mount("tmpfs", "new", "tmpfs", 0, NULL));
	MUST(mkdir("new/old", 0755));
	MUST(syscall(SYS_pivot_root, "new", "./new/old"));
	expect("pivot_root", "{'new_root':'new','put_old':'./new/old','errno':0}");
}

static void chroot_into(void)
{
	MUST(mkdir("jail", 0755));
	if (chroot("missing") == 0 || errno != ENOENT)
		broken("a missing root");
	expect("chroot", "{'path':'','given_path':'missing','errno':2,'error':'ENOENT'}");
	/* From the root of the mount namespace, which may be above ours. */
	MUST(chroot("jail"));
	expect("chroot", "{'path':{'$ends':%s},'given_path':'jail','errno':0}", text(in_folder("jail")));
}

static const char garbage[100] = "no module";

static void load_module(void)
{
	struct stat stat;
	int fd, error;

	write_file("garbage.ko", garbage, 0644);
	fd = (int)MUST(open("garbage.ko", O_RDONLY));
	MUST(fstat(fd, &stat));
	error = syscall(SYS_finit_module, fd, "option=1 other=\"x\"", 2) == 0 ? 0 : errno;
	if (!error)
		broken("garbage is a module");
	expect("module_load",
	       "{'name':'','path':%s,'arguments':%s,'flags':['ignore_vermagic'],'"
	       "size':9,'inode':%lu,'errno':%d}",
	       text(in_folder("garbage.ko")), text("option=1 other=\"x\""), stat.st_ino, error);
	error = syscall(SYS_init_module, garbage, sizeof(garbage), "a=b") == 0 ? 0 : errno;
	if (!error)
		broken("garbage is a module");
	expect("module_load",
	       "{'name':'','path':'','arguments':'a=b','flags':[],'size':100,'inode':"
	       "0,'change_time':null,'errno':%d}",
	       error);
}

static void delete_module(void)
{
	int error = syscall(SYS_delete_module, "no_such_module", O_NONBLOCK | O_TRUNC) == 0 ? 0 : errno;

	if (!error)
		broken("there is such a module");
	expect("module_delete", "{'name':'no_such_module','flags':['trunc','nonblock'],'errno':%d}", error);
}

static void bpf_commands(void)
{
	struct bpf_insn program[] = { { BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0 }, { BPF_JMP | BPF_EXIT, 0, 0, 0, 0 } };
	union bpf_attr load = { .prog_type = BPF_PROG_TYPE_SOCKET_FILTER,
				.insns = (uintptr_t)program,
				.insn_cnt = 2,
				.license = (uintptr_t) "GPL",
				.prog_name = "scenario" };
	union bpf_attr attach = { .target_fd = (uint32_t)-1,
				  .attach_bpf_fd = (uint32_t)-1,
				  .attach_type = BPF_CGROUP_DEVICE };
	union bpf_attr map = { .map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1 };
	int error = syscall(SYS_bpf, BPF_PROG_LOAD, &load, sizeof(load)) >= 0 ? 0 : errno;

	expect("bpf",
	       "{'command':'prog_load','program_type':'socket_filter','program_name':"
	       "'scenario','attach_type':0,"
	       "'errno':%d}",
	       error);
	load.insn_cnt = 0;
	error = syscall(SYS_bpf, BPF_PROG_LOAD, &load, sizeof(load)) >= 0 ? 0 : errno;
	if (!error)
		broken("a program without instructions");
	expect("bpf", "{'command':'prog_load','program_name':'scenario','errno':%d}", error);
	error = syscall(SYS_bpf, BPF_PROG_ATTACH, &attach, sizeof(attach)) >= 0 ? 0 : errno;
	if (!error)
		broken("nothing is attached");
	expect("bpf",
	       "{'command':'prog_attach','program_type':'unspec','program_name':'','"
	       "attach_type':%d,'errno':%d}",
	       BPF_CGROUP_DEVICE, error);
	syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof(map));
	never();
	expect("bpf", "{'command':'map_create'}");
}

const struct scenario_case security_cases[] = {
	{ "set_uid", set_uid },
	{ "set_gid", set_gid },
	{ "capset", capset },
	{ "perf_event_open", perf_event_open },
	{ "keyctl", keyctl },
	{ "prctl_options", prctl_options },
	{ "seccomp", seccomp },
	{ "unshare_namespaces", unshare_namespaces },
	{ "unshare_refused", unshare_refused },
	{ "setns_back", setns_back },
	{ "pivot_root", pivot_root },
	{ "chroot_into", chroot_into },
	{ "load_module", load_module },
	{ "delete_module", delete_module },
	{ "bpf_commands", bpf_commands },
	{ NULL, NULL },
};
