/* Cases of names and attributes of files; open.c, write.c, mount.c and uring.c have the other file kinds. */
#include <linux/fs.h>
#include <sys/xattr.h>
#include "files.h"

#define FCHMODAT2 452
#define SETXATTRAT 463

static int new_file(const char *name)
{
	write_file(name, "text", 0644);
	return (int)MUST(open(name, O_RDWR | O_CLOEXEC));
}

static int new_folder(const char *name)
{
	MUST(mkdir(name, 0755));
	return (int)MUST(open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

/* One name below the kernel's directory needs no resolving. */
static void expect_named(const char *kind, const char *path, const char *given, const char *more)
{
	expect(kind, "{'path':%s,'given_path':%s%s}", text(path), text(given), more);
}

/* A longer string, or one whose last name may be a link that is followed, is only joined. */
static void expect_joined(const char *kind, const char *path, const char *given, const char *more)
{
	incomplete("path_unresolved");
	expect(kind, "{'path':%s,'given_path':%s%s}", text(path), text(strcmp(path, given) == 0 ? "" : given), more);
}

static void expect_both(const char *kind, const char *path, const char *given, const char *new_path,
			const char *given_new, const char *more)
{
	expect(kind, "{'path':%s,'new_path':%s,'given_path':%s,'given_new_path':%s%s}", text(in_folder(path)),
	       text(in_folder(new_path)), text(given), text(given_new), more);
}

static void rename_files(void)
{
	int one = new_folder("one"), two = new_folder("two");

	new_file("a");
	MUST(rename("a", "b"));
	expect_both("rename", "a", "a", "b", "b", ",\"flags\":[]");
	MUST(syscall(SYS_renameat, AT_FDCWD, "b", one, "c"));
	expect_both("rename", "b", "b", "one/c", "c", ",\"flags\":[]");
	MUST(syscall(SYS_renameat2, one, "c", two, "d", RENAME_NOREPLACE));
	expect_both("rename", "one/c", "c", "two/d", "d", ",\"flags\":[\"noreplace\"]");
	new_file("one/e");
	MUST(syscall(SYS_renameat2, one, "e", two, "d", RENAME_EXCHANGE));
	expect_both("rename", "one/e", "e", "two/d", "d", ",\"flags\":[\"exchange\"]");
	incomplete("path_unresolved");
	MUST(rename("one/e", in_folder("f")));
	expect("rename", "{'path':%s,'new_path':%s,'given_path':'one/e','given_new_path':''}", text(in_folder("one/e")),
	       text(in_folder("f")));
	if (rename("missing", "anything") == 0)
		broken("there is such a file");
	never();
	expect("rename", "{'given_path':'missing'}");
}

static void unlink_and_rmdir(void)
{
	int folder_fd = new_folder("sub");

	new_file("a");
	MUST(unlink("a"));
	expect_named("unlink", in_folder("a"), "a", "");
	new_file("sub/b");
	MUST(unlinkat(folder_fd, "b", 0));
	expect_named("unlink", in_folder("sub/b"), "b", "");
	new_file("sub/c");
	MUST(unlink("sub/../sub/c"));
	expect_joined("unlink", in_folder("sub/c"), "sub/../sub/c", "");
	MUST(mkdir("sub/deep", 0755));
	MUST(unlinkat(folder_fd, "deep", AT_REMOVEDIR));
	expect_named("rmdir", in_folder("sub/deep"), "deep", "");
	MUST(chdir("sub"));
	MUST(rmdir("../sub"));
	expect_named("rmdir", in_folder("sub"), "../sub", "");
	if (unlink("missing") == 0 || rmdir("missing") == 0)
		broken("there is such a file");
	never();
	expect("unlink", "{'given_path':'missing'}");
	never();
	expect("rmdir", "{'given_path':'missing'}");
}

static void links(void)
{
	int sub = new_folder("sub");

	new_file("a");
	MUST(link("a", "b"));
	expect_both("link", "a", "a", "b", "b", "");
	MUST(linkat(AT_FDCWD, "a", sub, "c", 0));
	expect_both("link", "a", "a", "sub/c", "c", "");
	MUST(symlink("../any where\xff", "soft"));
	expect("symlink", "{'target':%s,'path':%s,'given_path':'soft'}", text("../any where\xff"),
	       text(in_folder("soft")));
	MUST(symlinkat("/absolute", sub, "soft"));
	expect("symlink", "{'target':'/absolute','path':%s,'given_path':'soft'}", text(in_folder("sub/soft")));
}

static void mkdir_modes(void)
{
	int sub;

	umask(077);
	sub = new_folder("sub");
	expect_named("mkdir", in_folder("sub"), "sub", ",\"mode\":\"0755\"");
	MUST(mkdirat(sub, "deep", 01777));
	expect_named("mkdir", in_folder("sub/deep"), "deep", ",\"mode\":\"01777\"");
	MUST(mkdir("sub/deep/er", 0700));
	expect_joined("mkdir", in_folder("sub/deep/er"), "sub/deep/er", ",\"mode\":\"0700\"");
}

static void chmod_in_all_ways(void)
{
	int fd = new_file("file"), here = (int)MUST(open(".", O_RDONLY));

	MUST(chmod("file", 04755));
	expect_joined("chmod", in_folder("file"), "file", ",\"mode\":\"04755\"");
	MUST(fchmod(fd, 0600));
	expect_named("chmod", in_folder("file"), "", ",\"mode\":\"0600\"");
	MUST(syscall(SYS_fchmodat, here, "file", 0640));
	expect_joined("chmod", in_folder("file"), "file", ",\"mode\":\"0640\"");
	if (syscall(FCHMODAT2, here, "file", 0604, AT_SYMLINK_NOFOLLOW) < 0) {
		if (errno != ENOSYS)
			broken("fchmodat2: %s", strerror(errno));
		return;
	}
	expect_named("chmod", in_folder("file"), "file", ",\"mode\":\"0604\"");
}

static void chown_in_all_ways(void)
{
	int fd = new_file("file"), here = (int)MUST(open(".", O_RDONLY));

	MUST(chown("file", 1, 2));
	expect_joined("chown", in_folder("file"), "file", ",\"uid\":1,\"gid\":2");
	MUST(lchown("file", (uid_t)-1, 3));
	expect_named("chown", in_folder("file"), "file", ",\"uid\":{\"$absent\":true},\"gid\":3");
	MUST(fchown(fd, 0, (gid_t)-1));
	expect_named("chown", in_folder("file"), "", ",\"uid\":0,\"gid\":{\"$absent\":true}");
	MUST(fchownat(here, "file", 5, 6, AT_SYMLINK_NOFOLLOW));
	expect_named("chown", in_folder("file"), "file", ",\"uid\":5,\"gid\":6");
}

static void truncates(void)
{
	int fd = new_file("file");

	MUST(truncate("file", 1l << 33));
	expect_joined("truncate", in_folder("file"), "file", ",\"length\":8589934592");
	MUST(ftruncate(fd, 3));
	expect_named("truncate", in_folder("file"), "", ",\"length\":3");
}

/* Names that every file system of these has, other than those of users. */
static void setxattr_in_all_ways(void)
{
	struct {
		uint64_t value;
		uint32_t size;
		uint32_t flags;
	} value = { (uintptr_t) "44", 2, 0 };
	int fd = new_file("file");

	if (setxattr("file", "trusted.one", "value", 5, 0) < 0 && errno == EOPNOTSUPP)
		skip("files have no attributes here");
	expect_joined("setxattr", in_folder("file"), "file", ",\"name\":\"trusted.one\",\"size\":5");
	MUST(lsetxattr("file", "trusted.two", "", 0, 0));
	expect_named("setxattr", in_folder("file"), "file", ",\"name\":\"trusted.two\",\"size\":0");
	MUST(fsetxattr(fd, "trusted.three", "123", 3, 0));
	expect_named("setxattr", in_folder("file"), "", ",\"name\":\"trusted.three\",\"size\":3");
	if (syscall(SETXATTRAT, AT_FDCWD, "file", AT_SYMLINK_NOFOLLOW, "trusted.four", &value, sizeof(value)) < 0) {
		if (errno != ENOSYS)
			broken("setxattrat: %s", strerror(errno));
		return;
	}
	expect_named("setxattr", in_folder("file"), "file", ",\"name\":\"trusted.four\",\"size\":2");
}

const struct scenario_case file_cases[] = {
	{ "rename_files", rename_files },
	{ "unlink_and_rmdir", unlink_and_rmdir },
	{ "links", links },
	{ "mkdir_modes", mkdir_modes },
	{ "chmod_in_all_ways", chmod_in_all_ways },
	{ "chown_in_all_ways", chown_in_all_ways },
	{ "truncates", truncates },
	{ "setxattr_in_all_ways", setxattr_in_all_ways },
	{ NULL, NULL },
};
