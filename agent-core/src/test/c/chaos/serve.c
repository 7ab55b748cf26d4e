/*
 * The app: one connection, one request after the other. Each makes, writes and removes a file, one in ten starts a
 * process and waits for it. An answer says whether all of it worked.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "chaos.h"

#define RUN_EVERY 10
#define PHASES 128

static long worked[PHASES];
static long ran[PHASES];

static int work(unsigned char phase)
{
	char key[] = {'p', (char)phase, 0};
	char path[32];
	snprintf(path, sizeof path, "/tmp/%s-file", key);
	if (make_and_remove(path) != 0)
		return -1;
	if (++worked[phase] % RUN_EVERY == 0) {
		ran[phase]++;
		return run("/bin/chaos", key, 0);
	}
	return 0;
}

static void tell(void)
{
	for (int phase = 0; phase < PHASES; phase++)
		if (worked[phase] > 0)
			printf("p%c open %ld\np%c unlink %ld\np%c exec %ld\n", phase, worked[phase], phase, worked[phase], phase,
			       ran[phase]);
	tell_runs();
	fflush(stdout);
}

int serve(int port)
{
	int one = 1;
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	must(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one), "SO_REUSEADDR");
	must(bind(listener, (struct sockaddr *)&address, sizeof address), "bind");
	must(listen(listener, 8), "listen");
	int peer = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	must(peer, "accept");
	/* Else an answer waits for the acknowledgement of the one before, which comes with the next request. */
	must(setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one), "TCP_NODELAY");

	struct message message;
	while (recv(peer, &message, sizeof message, MSG_WAITALL) == sizeof message) {
		int ends = message.what == REQUEST_END;
		int failed = !ends && work((unsigned char)message.phase & (PHASES - 1)) != 0;
		message.what = failed ? ANSWER_FAILED : ANSWER_OK;
		must(send(peer, &message, sizeof message, MSG_NOSIGNAL), "send");
		if (ends) {
			tell();
			return 0;
		}
	}
	fprintf(stderr, "the connection ended early\n");
	return 1;
}
