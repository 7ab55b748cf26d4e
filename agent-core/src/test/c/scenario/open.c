/* Cases of open. */
#include <linux/openat2.h>
#include <sys/mount.h>
#include "files.h"

/* What there is to tell of a plain open: `flags` is a JSON list. */
static void expect_open(const char *path, const char *given, const char *flags, int fd, bool created)
{
	struct stat stat;

	MUST(fstat(fd, &stat));
	expect("open",
	       "{'path':%s,'given_path':%s,'flags':%s,'mode':'0%o',%s,'count':1,'window_ns':0,'created':%s,"
	       "'io_uring':false,'errno':0}",
	       text(path), text(strcmp(path, given) == 0 ? "" : given), flags, stat.st_mode, facts_of(fd),
	       created ? "true" : "false");
}

static void open_flags(void)
{
	int fd;

	umask(0);
	fd = (int)MUST(open("file", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 04750));
	expect_open(in_folder("file"), "file", "[\"wronly\",\"creat\",\"excl\",\"cloexec\"]", fd, true);
	fd = (int)MUST(open(in_folder("file"), O_RDWR | O_TRUNC));
	expect_open(in_folder("file"), in_folder("file"), "[\"rdwr\",\"trunc\"]", fd, false);
	fd = (int)MUST(open("./file", O_WRONLY | O_APPEND | O_CREAT, 0600));
	expect_open(in_folder("file"), "./file", "[\"wronly\",\"creat\",\"append\"]", fd, false);
	fd = (int)MUST(open("file", O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
	expect_open(in_folder("file"), "file", "[\"rdonly\",\"nonblock\",\"nofollow\"]", fd, false);
	fd = (int)MUST(open(".", O_RDONLY | O_DIRECTORY));
	expect_open(folder, ".", "[\"rdonly\",\"directory\"]", fd, false);
	fd = (int)MUST(open("file", O_PATH));
	expect_open(in_folder("file"), "file", "[\"rdonly\",\"path\"]", fd, false);
}

static void open_by_all_calls(void)
{
	struct open_how how = { .flags = O_RDWR | O_CREAT, .mode = 0640, .resolve = RESOLVE_BENEATH };
	struct {
		struct file_handle handle;
		unsigned char bytes[128];
	} named = { .handle = { .handle_bytes = 128 } };
	int fd, directory, mount;

	umask(0);
	MUST(mkdir("sub", 0755));
	directory = (int)MUST(open("sub", O_RDONLY | O_DIRECTORY));
	fd = (int)MUST(syscall(SYS_creat, "created", 0600));
	expect_open(in_folder("created"), "created", "[\"wronly\",\"creat\",\"trunc\"]", fd, true);
	fd = (int)MUST(syscall(SYS_open, "created", O_WRONLY, 0));
	expect_open(in_folder("created"), "created", "[\"wronly\"]", fd, false);
	fd = (int)MUST(syscall(SYS_openat, directory, "at", O_WRONLY | O_CREAT, 0644));
	expect_open(in_folder("sub/at"), "at", "[\"wronly\",\"creat\"]", fd, true);
	fd = (int)MUST(syscall(SYS_openat2, directory, "at2", &how, sizeof(how)));
	expect_open(in_folder("sub/at2"), "at2", "[\"rdwr\",\"creat\"]", fd, true);
	if (name_to_handle_at(directory, "at", &named.handle, &mount, 0) < 0)
		skip("no handles here: %s", strerror(errno));
	fd = (int)MUST(open_by_handle_at(directory, &named.handle, O_WRONLY));
	expect("open", "{'path':%s,'given_path':'','flags':['wronly'],%s,'count':1,'errno':0}",
	       text(in_folder("sub/at")), facts_of(fd));
}

static void open_resolves(void)
{
	int fd;

	MUST(mkdir("sub", 0755));
	write_file("sub/file", "text", 0644);
	MUST(symlink("sub/file", "link"));
	MUST(symlink("sub", "folder"));
	fd = (int)MUST(open("link", O_WRONLY));
	expect_open(in_folder("sub/file"), "link", "[\"wronly\"]", fd, false);
	fd = (int)MUST(open("folder/.././folder//file", O_WRONLY));
	expect_open(in_folder("sub/file"), "folder/.././folder//file", "[\"wronly\"]", fd, false);
	MUST(chdir("folder"));
	fd = (int)MUST(open("../link", O_RDWR));
	expect_open(in_folder("sub/file"), "../link", "[\"rdwr\"]", fd, false);
}

static void open_not_utf8(void)
{
	int fd = (int)MUST(open("\xff\xfe \\x41", O_WRONLY | O_CREAT, 0644));

	expect_open(in_folder("\xff\xfe \\x41"), "\xff\xfe \\x41", "[\"wronly\",\"creat\"]", fd, true);
}

static void open_in_jail(void *context)
{
	int fd;

	(void)context;
	MUST(chroot("jail"));
	MUST(chdir("/sub"));
	fd = (int)MUST(open("inside", O_WRONLY | O_CREAT, 0644));
	expect_open("/sub/inside", "inside", "[\"wronly\",\"creat\"]", fd, true);
	fd = (int)MUST(open("/../sub/inside", O_WRONLY));
	expect_open("/sub/inside", "/../sub/inside", "[\"wronly\"]", fd, false);
}

/* From the root of the process. */
static void open_in_chroot(void)
{
	MUST(mkdir("jail", 0755));
	MUST(mkdir("jail/sub", 0755));
	if (wait_for(child(open_in_jail, NULL)) != 0)
		broken("the child did not end well");
}

static void open_in_bind_mount(void)
{
	int fd;

	MUST(unshare(CLONE_NEWNS));
	MUST(mkdir("from", 0755));
	MUST(mkdir("to", 0755));
	MUST(mount("from", "to", NULL, MS_BIND, NULL));
	fd = (int)MUST(open("to/file", O_WRONLY | O_CREAT, 0644));
	expect_open(in_folder("to/file"), "to/file", "[\"wronly\",\"creat\"]", fd, true);
	fd = (int)MUST(open("from/file", O_WRONLY));
	expect_open(in_folder("from/file"), "from/file", "[\"wronly\"]", fd, false);
	MUST(mount("/tmp", "to", "tmpfs", 0, NULL));
	fd = (int)MUST(open("to/above", O_WRONLY | O_CREAT, 0644));
	expect_open(in_folder("to/above"), "to/above", "[\"wronly\",\"creat\"]", fd, true);
}

static void open_deleted(void)
{
	char path[64];
	int fd, again;

	MUST(mkdir("gone", 0755));
	MUST(chdir("gone"));
	fd = (int)MUST(open("file", O_RDWR | O_CREAT, 0644));
	MUST(unlink("file"));
	MUST(rmdir("../gone"));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	again = (int)MUST(open(path, O_WRONLY));
	expect_open(in_folder("gone/file"), path, "[\"wronly\"]", again, false);
	again = (int)MUST(open(".", O_RDONLY | O_DIRECTORY));
	expect_open(in_folder("gone"), ".", "[\"rdonly\",\"directory\"]", again, false);
	if (open("new", O_WRONLY | O_CREAT, 0644) >= 0 || errno != ENOENT)
		broken("files in a folder that is gone");
	incomplete("path_unresolved");
	expect("open", "{'path':%s,'given_path':'new','flags':['wronly','creat'],'errno':2,'error':'ENOENT'}",
	       text(in_folder("gone/new")));
}

/* 4,095 bytes, which is as much as getcwd and all calls take. */
static void open_long_path(void)
{
	static char where[4096], path[8192];
	char name[256] = { 0 };
	int fd;

	MUST(chdir("/tmp"));
	MUST(mkdir("open_long_path", 0755));
	MUST(chdir("open_long_path"));
	enter_deep(20);
	if (!getcwd(where, sizeof(where)))
		broken("getcwd: %s", strerror(errno));
	memset(name, 'p', 4095 - strlen(where) - 1);
	snprintf(path, sizeof(path), "%s/%s", where, name);
	fd = (int)MUST(open(path, O_WRONLY | O_CREAT, 0644));
	expect_open(path, path, "[\"wronly\",\"creat\"]", fd, true);
	fd = (int)MUST(open(name, O_WRONLY));
	expect_open(path, name, "[\"wronly\"]", fd, false);
}

static void open_path_too_long(void)
{
	static char tail[512];
	int fd;

	MUST(chdir("/tmp"));
	MUST(mkdir("open_path_too_long", 0755));
	MUST(chdir("open_path_too_long"));
	enter_deep(22);
	memset(tail, 'd', 200);
	strcpy(tail + 200, "/file");
	fd = (int)MUST(open("file", O_WRONLY | O_CREAT, 0644));
	incomplete("path_cut");
	expect("open", "{'path':{'$ends':%s},'given_path':'file',%s,'created':true,'errno':0}", text(tail),
	       facts_of(fd));
}

static void expect_failure(const char *path, const char *given, int flags, const char *names, int error)
{
	if (open(given, flags, 0644) >= 0 || errno != error)
		broken("%s: not errno %d", given, error);
	incomplete("path_unresolved");
	expect("open",
	       "{'path':%s,'given_path':%s,'flags':%s,'mode':'0000','inode':0,'device':0,'count':1,'created':false,"
	       "'errno':%d}",
	       text(path), text(strcmp(path, given) == 0 ? "" : given), names, error);
}

static void open_fails(void)
{
	write_file("file", "text", 0644);
	expect_failure(in_folder("missing"), "missing", O_WRONLY, "[\"wronly\"]", ENOENT);
	expect_failure(in_folder("file"), "./file", O_RDWR | O_CREAT | O_EXCL, "[\"rdwr\",\"creat\",\"excl\"]", EEXIST);
	expect_failure("/tmp", "/tmp", O_RDWR, "[\"rdwr\"]", EISDIR);
	expect_failure("/nowhere/file", "/nowhere/file", O_RDONLY | O_CREAT, "[\"rdonly\",\"creat\"]", ENOENT);
	if (open("only read", O_RDONLY) >= 0)
		broken("there is such a file");
	never();
	expect("open", "{'given_path':'only read'}");
}

static void open_as_nobody(void *context)
{
	(void)context;
	MUST(setresuid(65534, 65534, 65534));
	expect_failure(in_folder("secret"), "secret", O_WRONLY, "[\"wronly\"]", EACCES);
}

static void open_refused(void)
{
	write_file("secret", "text", 0600);
	if (wait_for(child(open_as_nobody, NULL)) != 0)
		broken("the child did not end well");
}

/* The first one tells, the others are counted. */
static void open_repeatedly(void)
{
	int fd, i;

	write_file("file", "text", 0644);
	for (i = 0; i < 100; i++) {
		fd = (int)MUST(open("file", O_RDONLY));
		close(fd);
	}
	fd = (int)MUST(open("file", O_WRONLY));
	expect("open", "{'path':%s,'flags':['rdonly'],%s,'count':1,'window_ns':0}", text(in_folder("file")),
	       facts_of(fd));
	expect("open", "{'path':%s,'flags':['rdonly'],%s,'count':99,'window_ns':{'$min':1}}", text(in_folder("file")),
	       facts_of(fd));
	for (i = 0; i < 3; i++) {
		fd = (int)MUST(open("file", O_WRONLY | O_APPEND));
		expect("open", "{'path':%s,'flags':['wronly','append'],'count':1}", text(in_folder("file")));
	}
}

const struct scenario_case open_cases[] = {
	{ "open_flags", open_flags },
	{ "open_by_all_calls", open_by_all_calls },
	{ "open_resolves", open_resolves },
	{ "open_not_utf8", open_not_utf8 },
	{ "open_in_chroot", open_in_chroot },
	{ "open_in_bind_mount", open_in_bind_mount },
	{ "open_deleted", open_deleted },
	{ "open_long_path", open_long_path },
	{ "open_path_too_long", open_path_too_long },
	{ "open_fails", open_fails },
	{ "open_refused", open_refused },
	{ "open_repeatedly", open_repeatedly },
	{ NULL, NULL },
};
