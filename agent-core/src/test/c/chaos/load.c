/*
 * Asks the app. Commands come on standard input, one a line, and each is answered by one line:
 *
 *   first                    connect, again and again, until a first request is answered; "first NS", of the
 *                            monotonic clock
 *   run PHASE COUNT RATE     COUNT requests, RATE of them a second, whatever the answers take; "ran FAILED NS…", how
 *                            long after it was due each was answered
 *   end                      has the app end; "end"
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "chaos.h"

#define RETRY_NS 200000
#define GIVE_UP_NS (60 * NS_PER_S)
#define REQUESTS_MAX 1000000

static int connected = -1;
static int64_t answered[REQUESTS_MAX];

static void ask(char what, char phase)
{
	struct message request = {what, phase};
	must(send(connected, &request, sizeof request, MSG_NOSIGNAL), "send");
}

static char answer(void)
{
	struct message reply;
	if (recv(connected, &reply, sizeof reply, MSG_WAITALL) != sizeof reply) {
		fprintf(stderr, "the app closed the connection\n");
		exit(1);
	}
	return reply.what;
}

static void first(int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int64_t limit = monotonic_ns() + GIVE_UP_NS;
	int one = 1;
	for (;;) {
		connected = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		must(connected, "socket");
		if (connect(connected, (struct sockaddr *)&address, sizeof address) == 0)
			break;
		if (errno != ECONNREFUSED || monotonic_ns() > limit)
			must(-1, "connect");
		close(connected);
		nanosleep(&(struct timespec){0, RETRY_NS}, NULL);
	}
	must(setsockopt(connected, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one), "TCP_NODELAY");
	ask(REQUEST_WORK, '0');
	char state = answer();
	int64_t now = monotonic_ns();
	if (state != ANSWER_OK) {
		fprintf(stderr, "the first request failed\n");
		exit(1);
	}
	printf("first %lld\n", (long long)now);
}

static void run_phase(char phase, int count, int rate)
{
	int64_t start = monotonic_ns() + NS_PER_S / 1000;
	int sent = 0;
	int received = 0;
	int failed = 0;
	while (received < count) {
		int64_t due = start + sent * NS_PER_S / rate;
		int64_t wait = sent < count ? due - monotonic_ns() : GIVE_UP_NS;
		if (wait <= 0) {
			ask(REQUEST_WORK, phase);
			sent++;
			continue;
		}
		struct pollfd readable = {.fd = connected, .events = POLLIN};
		struct timespec limit = {wait / NS_PER_S, wait % NS_PER_S};
		int ready = ppoll(&readable, 1, &limit, NULL);
		must(ready, "ppoll");
		if (ready == 1) {
			failed += answer() != ANSWER_OK;
			answered[received] = monotonic_ns() - (start + received * NS_PER_S / rate);
			received++;
		} else if (sent == count) {
			fprintf(stderr, "%d of %d requests were not answered\n", count - received, count);
			exit(1);
		}
	}
	printf("ran %d", failed);
	for (int i = 0; i < count; i++)
		printf(" %lld", (long long)answered[i]);
	printf("\n");
}

int load(int port)
{
	char line[128];
	char phase;
	int count;
	int rate;
	must(prctl(PR_SET_TIMERSLACK, 1), "timer slack");
	while (fgets(line, sizeof line, stdin) != NULL) {
		if (strcmp(line, "first\n") == 0) {
			first(port);
		} else if (sscanf(line, "run %c %d %d", &phase, &count, &rate) == 3 && count <= REQUESTS_MAX) {
			run_phase(phase, count, rate);
		} else if (strcmp(line, "end\n") == 0) {
			ask(REQUEST_END, '0');
			answer();
			printf("end\n");
		} else {
			fprintf(stderr, "no such command: %s", line);
			return 2;
		}
		fflush(stdout);
	}
	return 0;
}
