/* Cases of what is mounted where. */
#include <sys/mount.h>
#include "files.h"

#ifndef OPEN_TREE_CLONE
#define OPEN_TREE_CLONE 1
#define MOVE_MOUNT_F_EMPTY_PATH 4
#endif

static void own_mounts(void)
{
	MUST(unshare(CLONE_NEWNS));
	MUST(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
	expect("mount",
	       "{'source':'','target':'/','filesystem':'','flags':['rec','private'],'call':'mount','errno':0}");
	MUST(mkdir("here", 0755));
	MUST(mkdir("there", 0755));
}

static void mount_and_umount(void)
{
	own_mounts();
	MUST(mount("any words", "here", "tmpfs", MS_NOSUID | MS_NOEXEC, "mode=700"));
	incomplete("path_unresolved");
	expect("mount",
	       "{'source':'any words','target':%s,'filesystem':'tmpfs','flags':['nosuid','noexec'],'call':'mount',"
	       "'errno':0}",
	       text(in_folder("here")));
	MUST(mount("here", "there", NULL, MS_BIND, NULL));
	incomplete("path_unresolved");
	expect("mount", "{'source':'here','target':%s,'filesystem':'','flags':['bind'],'errno':0}",
	       text(in_folder("there")));
	MUST(umount2("there", MNT_DETACH));
	incomplete("path_unresolved");
	expect("umount", "{'target':%s,'given_target':'there','flags':['detach'],'errno':0}", text(in_folder("there")));
	MUST(umount2("here", UMOUNT_NOFOLLOW));
	expect("umount", "{'target':%s,'given_target':'here','flags':['nofollow'],'errno':0}", text(in_folder("here")));
}

static void mount_as_nobody(void *context)
{
	(void)context;
	MUST(setresuid(65534, 65534, 65534));
	if (mount("tmpfs", "/tmp", "tmpfs", 0, NULL) == 0 || umount2("/tmp", 0) == 0)
		broken("nobody mounts");
	incomplete("path_unresolved");
	expect("mount", "{'source':'tmpfs','target':'/tmp','filesystem':'tmpfs','flags':[],'errno':1,'error':'EPERM'}");
	incomplete("path_unresolved");
	expect("umount", "{'target':'/tmp','flags':[],'errno':1,'error':'EPERM'}");
}

static void mount_fails(void)
{
	if (mount("nothing", "missing", "ext4", MS_RDONLY, NULL) == 0 || errno != ENOENT)
		broken("mounts at nowhere");
	incomplete("path_unresolved");
	expect("mount",
	       "{'source':'nothing','target':%s,'filesystem':'ext4','flags':['rdonly'],'errno':2,'error':'ENOENT'}",
	       text(in_folder("missing")));
	if (umount2(".", MNT_FORCE) == 0 || errno != EINVAL)
		broken("the folder is a mount: %s", strerror(errno));
	expect("umount", "{'target':%s,'given_target':'.','flags':['force'],'errno':22,'error':'EINVAL'}",
	       text(folder));
	if (wait_for(child(mount_as_nobody, NULL)) != 0)
		broken("the child did not end well");
}

static void move_a_tree(void)
{
	int tree;

	own_mounts();
	MUST(mount("tmpfs", "here", "tmpfs", 0, NULL));
	tree = (int)MUST(syscall(SYS_open_tree, AT_FDCWD, "here", OPEN_TREE_CLONE | O_CLOEXEC));
	incomplete("path_unresolved");
	expect("mount",
	       "{'source':%s,'target':'','filesystem':'','flags':['clone','cloexec'],'call':'open_tree','errno':0}",
	       text(in_folder("here")));
	MUST(syscall(SYS_move_mount, tree, "", AT_FDCWD, "there", MOVE_MOUNT_F_EMPTY_PATH));
	expect("mount", "{'target':%s,'filesystem':'','flags':['f_empty_path'],'call':'move_mount','errno':0}",
	       text(in_folder("there")));
	if (syscall(SYS_move_mount, AT_FDCWD, "missing", AT_FDCWD, "there", 0) == 0 || errno != ENOENT)
		broken("moves what is not there");
	expect("mount", "{'source':%s,'target':%s,'call':'move_mount','errno':2,'error':'ENOENT'}",
	       text(in_folder("missing")), text(in_folder("there")));
}

const struct scenario_case mount_cases[] = {
	{ "mount_and_umount", mount_and_umount },
	{ "mount_fails", mount_fails },
	{ "move_a_tree", move_a_tree },
	{ NULL, NULL },
};
