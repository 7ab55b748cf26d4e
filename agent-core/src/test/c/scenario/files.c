#include <sys/sysmacros.h>
#include <time.h>
#include "files.h"

/* The numbers of stat are the kernel's own, but on an overlay; there the cases that ask for them don't write. */
const char *facts_of(int fd)
{
	struct stat stat;
	char *json;

	MUST(fstat(fd, &stat));
	MUST(asprintf(&json, "\"inode\":%lu,\"device\":%u,\"layer\":\"unspecified\"", stat.st_ino,
		      major(stat.st_dev) << 20 | minor(stat.st_dev)));
	return json;
}

const char *change_time_of(int fd)
{
	struct stat stat;
	char seconds[32];
	struct tm tm;
	char *text;

	MUST(fstat(fd, &stat));
	strftime(seconds, sizeof(seconds), "%Y-%m-%dT%H:%M:%S", gmtime_r(&stat.st_ctim.tv_sec, &tm));
	MUST(asprintf(&text, "\"%s.%09ldZ\"", seconds, stat.st_ctim.tv_nsec));
	return text;
}
