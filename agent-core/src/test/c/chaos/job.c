/*
 * The one-off app: COUNT rounds of processes, files and connections, then its counts, then exit code 0.
 *
 * Its own exec and exit are among them. One exec in five is of a file that is not there.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "chaos.h"

#define FAIL_EVERY 5
#define REFUSING_PORT 1

static void connect_in_vain(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(REFUSING_PORT)};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int endpoint = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	must(endpoint, "socket");
	if (connect(endpoint, (struct sockaddr *)&address, sizeof address) == 0 || errno != ECONNREFUSED)
		must(-1, "a connect that is to be refused");
	close(endpoint);
}

int job(const char *key, int count)
{
	int failing = 0;
	char path[128];
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof path, "/tmp/%s-%d", key, i);
		must(make_and_remove(path), path);
		int fails = i % FAIL_EVERY == FAIL_EVERY - 1;
		must(run(fails ? "/bin/no-such-file" : "/bin/chaos", key, i % 7), "a process");
		failing += fails;
		connect_in_vain();
	}
	printf("%s exec %d\n", key, count - failing + 1);
	printf("%s exec_failed %d\n", key, failing);
	printf("%s fork %d\n", key, count);
	printf("%s exit %d\n", key, count + 1);
	printf("%s open %d\n", key, count);
	printf("%s write %d\n", key, count);
	printf("%s close_write %d\n", key, count);
	printf("%s unlink %d\n", key, count);
	printf("%s connect %d\n", key, count);
	tell_runs();
	tell_life(key);
	return fflush(stdout);
}
