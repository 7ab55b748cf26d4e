/*
 * Talks over the network of its task, and writes down what it did: a line for each connection, datagram and question.
 *
 *     talk serve FACTS          listens on TCP 8080 and UDP 53, answers for ever
 *     talk call FACTS COUNT     calls it COUNT times each way, then holds one connection until it is killed
 *     talk brief FACTS COUNT    connects to it COUNT times, for a millisecond each
 *     talk flood FACTS COUNT    sends COUNT datagrams as fast as it can, each to another peer; one line for all
 *
 * A line is: what, own port, other port, pid, bytes sent, bytes received.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <pthread.h>

#define SERVER 8080
#define NOBODY 8081
#define DATAGRAMS 9000
#define DNS 53
#define PEER_PORTS 50000

static FILE *facts;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void say(const char *what, int own, int other, int sent, int received)
{
	fprintf(facts, "%s %d %d %d %d %d\n", what, own, other, getpid(), sent, received);
	fflush(facts);
}

static struct sockaddr_in at(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((unsigned short)port) };

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return address;
}

static int make(int type, int port)
{
	struct sockaddr_in address = at(port);
	int fd = socket(AF_INET, type, 0);
	int yes = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)))
		die("socket");
	return fd;
}

static int port_of(int fd, int peer)
{
	struct sockaddr_in address;
	socklen_t length = sizeof(address);

	if (peer ? getpeername(fd, (struct sockaddr *)&address, &length) :
		   getsockname(fd, (struct sockaddr *)&address, &length))
		return 0;
	return ntohs(address.sin_port);
}

static void pause_ms(long ms)
{
	struct timespec time = { .tv_nsec = ms * 1000000 };

	nanosleep(&time, NULL);
}

static void *answer_questions(void *unused)
{
	int fd = make(SOCK_DGRAM, DNS);

	for (;;) {
		unsigned char message[512];
		struct sockaddr_in from;
		socklen_t length = sizeof(from);
		ssize_t got = recvfrom(fd, message, sizeof(message), 0, (struct sockaddr *)&from, &length);

		if (got < 12)
			continue;
		message[2] |= 0x80;
		sendto(fd, message, (size_t)got, 0, (struct sockaddr *)&from, length);
		say("answer", DNS, ntohs(from.sin_port), (int)got, (int)got);
	}
	return unused;
}

static void serve(void)
{
	int listener = make(SOCK_STREAM, SERVER);
	pthread_t thread;

	if (listen(listener, 64) || pthread_create(&thread, NULL, answer_questions, NULL))
		die("listen");
	say("listen", SERVER, 0, 0, 0);
	for (;;) {
		char bytes[64];
		int fd = accept(listener, NULL, NULL);
		int other = port_of(fd, 1);
		ssize_t got = read(fd, bytes, sizeof(bytes));

		if (got > 0 && write(fd, "0123456789", 10) == 10) {
			shutdown(fd, SHUT_WR);
			while (read(fd, bytes, sizeof(bytes)) > 0)
				;
			say("accept", SERVER, other, 10, (int)got);
		}
		close(fd);
	}
}

static void ask(int number)
{
	unsigned char question[] = "\x12\x34\x01\0\0\1\0\0\0\0\0\0\4host\7invalid\0\0\1\0";
	struct sockaddr_in server = at(DNS);
	int fd = make(SOCK_DGRAM, 0);
	unsigned char reply[512];

	question[1] = (unsigned char)number;
	if (sendto(fd, question, sizeof(question), 0, (struct sockaddr *)&server, sizeof(server)) < 0)
		die("ask");
	if (recv(fd, reply, sizeof(reply), 0) < 0)
		die("reply");
	say("ask", port_of(fd, 0), DNS, (int)sizeof(question), (int)sizeof(question));
	close(fd);
}

static void call(int number)
{
	struct sockaddr_in server = at(SERVER);
	struct sockaddr_in nobody = at(NOBODY);
	struct sockaddr_in datagrams = at(DATAGRAMS);
	char bytes[64];
	int received = 0;
	int fd = make(SOCK_STREAM, 0);
	ssize_t got;

	if (connect(fd, (struct sockaddr *)&server, sizeof(server)) || write(fd, "hello", 5) != 5)
		die("connect");
	pause_ms(1);
	while ((got = read(fd, bytes, sizeof(bytes))) > 0)
		received += (int)got;
	say("connect", port_of(fd, 0), SERVER, 5, received);
	close(fd);

	fd = make(SOCK_STREAM, 0);
	say("refused", port_of(fd, 0), NOBODY, 0, 0);
	if (!connect(fd, (struct sockaddr *)&nobody, sizeof(nobody)) || errno != ECONNREFUSED)
		die("refused");
	close(fd);

	fd = make(SOCK_DGRAM, 0);
	if (sendto(fd, "x", 1, 0, (struct sockaddr *)&datagrams, sizeof(datagrams)) != 1)
		die("send");
	pause_ms(1);
	say("send", port_of(fd, 0), DATAGRAMS, 1, 0);
	close(fd);
	ask(number);
}

static void call_briefly(void)
{
	struct sockaddr_in server = at(SERVER);
	int fd = make(SOCK_STREAM, 0);

	if (connect(fd, (struct sockaddr *)&server, sizeof(server)))
		die("brief");
	pause_ms(1);
	say("brief", port_of(fd, 0), SERVER, 0, 0);
	close(fd);
}

static void flood(int count)
{
	int fd = make(SOCK_DGRAM, 0);

	for (int i = 0; i < count; i++) {
		struct sockaddr_in peer = at(DATAGRAMS + i % PEER_PORTS);

		peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK + (unsigned int)(i / PEER_PORTS));
		if (sendto(fd, "x", 1, 0, (struct sockaddr *)&peer, sizeof(peer)) != 1)
			die("flood");
	}
	say("flood", port_of(fd, 0), DATAGRAMS, count, 0);
}

int main(int argc, char **argv)
{
	struct sockaddr_in server = at(SERVER);
	int held;

	facts = argc > 2 ? fopen(argv[2], "w") : NULL;
	if (!facts)
		die("usage: talk serve|call|brief|flood FACTS [COUNT]");
	if (!strcmp(argv[1], "serve"))
		serve();
	if (!strcmp(argv[1], "flood")) {
		flood(atoi(argv[3]));
		return 0;
	}
	if (!strcmp(argv[1], "brief")) {
		for (int i = 0; i < atoi(argv[3]); i++)
			call_briefly();
		return 0;
	}
	for (int i = 0; i < atoi(argv[3]); i++)
		call(i);
	held = make(SOCK_STREAM, 0);
	say("held", port_of(held, 0), SERVER, 0, 0);
	if (connect(held, (struct sockaddr *)&server, sizeof(server)))
		die("held");
	pause();
	return 0;
}
