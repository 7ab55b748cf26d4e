/* Cases of connections and datagrams: from connect to the last byte. */
#include <arpa/inet.h>
#include <poll.h>
#include "sockets.h"

struct pair {
	int client;
	int server;
};

static struct pair pair_of(int listener)
{
	struct pair pair = { .client = connected(local_of(listener)) };

	pair.server = accepted(listener);
	return pair;
}

/* How each end names itself and the other: the kernel has no answer any more when one is closed. */
struct facts {
	const char *client;
	const char *server;
	unsigned long client_socket;
	unsigned long server_socket;
};

static struct facts expect_pair(struct pair pair, const char *family)
{
	struct facts facts = { json_end(local_of(pair.client)), json_end(local_of(pair.server)), inode_of(pair.client),
			       inode_of(pair.server) };

	expect("connect",
	       "{'family':'%s','type':'stream','protocol':'tcp','local':%s,'remote':%"
	       "s,'socket':%lu,'errno':0,'fd':%d}",
	       family, facts.client, facts.server, facts.client_socket, pair.client);
	expect("accept",
	       "{'family':'%s','type':'stream','protocol':'tcp','local':%s,'remote':%"
	       "s,'socket':%lu,'errno':0,'fd':%d}",
	       family, facts.server, facts.client, facts.server_socket, pair.server);
	return facts;
}

static void expect_close(const char *local, const char *remote, unsigned long socket, long received, long sent)
{
	expect("close_connection",
	       "{'type':'stream','protocol':'tcp','local':%s,'remote':%s,'socket':%"
	       "lu,'bytes_received':%ld,"
	       "'bytes_sent':%ld,'duration_ns':{'$min':1}}",
	       local, remote, socket, received, sent);
}

static void expect_ends(struct facts *facts, long by_client, long by_server)
{
	expect_close(facts->client, facts->server, facts->client_socket, by_server, by_client);
	expect_close(facts->server, facts->client, facts->server_socket, by_client, by_server);
}

static void connect_and_close(const char *address, const char *family)
{
	struct facts facts;
	struct pair pair;

	own_network();
	pair = pair_of(listening(ip_end(address, 4000)));
	facts = expect_pair(pair, family);
	send_all(pair.client, 1000);
	receive_all(pair.server, 1000);
	/* More than buffers take at once. */
	for (int i = 0; i < 100; i++) {
		send_all(pair.server, 3000);
		receive_all(pair.client, 3000);
	}
	MUST(close(pair.client));
	await(pair.server, POLLIN);
	MUST(close(pair.server));
	expect_ends(&facts, 1000, 300000);
}

static void connect_ipv4(void)
{
	connect_and_close("127.0.0.1", "inet");
}

static void connect_ipv6(void)
{
	connect_and_close("::1", "inet6");
}

/* IPv4 by sockets of IPv6, at both ends. */
static void connect_mapped(void)
{
	struct end to = ip_end("::ffff:127.0.0.1", 4001);
	int listener, fd, server;
	const char *client;

	own_network();
	listener = listening(ip_end("::", 4001));
	fd = new_socket(AF_INET6, SOCK_STREAM, 0);
	MUST(connect(fd, &to.any, to.size));
	server = accepted(listener);
	client = json_end(local_of(fd));
	expect("connect",
	       "{'family':'inet6','local':%s,'remote':{'address':'127.0.0.1','port':"
	       "4001},'socket':%lu,'errno':0,'fd':%d}",
	       client, inode_of(fd), fd);
	expect("accept",
	       "{'family':'inet6','local':{'address':'127.0.0.1','port':4001},'"
	       "remote':%s,'socket':%lu,'fd':%d}",
	       client, inode_of(server), server);
}

static void expect_refused(const char *address, const char *family)
{
	struct end to = ip_end(address, 9);
	int fd = new_socket(to.any.sa_family, SOCK_STREAM, 0);

	if (connect(fd, &to.any, to.size) == 0 || errno != ECONNREFUSED)
		broken("not refused: %s", strerror(errno));
	expect("connect",
	       "{'family':'%s','type':'stream','protocol':'tcp','remote':%s,'socket':"
	       "%lu,'errno':111,"
	       "'error':'ECONNREFUSED','fd':%d}",
	       family, json_end(to), inode_of(fd), fd);
	never();
	expect("close_connection", "{'socket':%lu}", inode_of(fd));
	never();
	expect("connect", "{'socket':%lu,'errno':0}", inode_of(fd));
}

static void connect_refused(void)
{
	own_network();
	expect_refused("127.0.0.1", "inet");
}

static void connect_refused_ipv6(void)
{
	own_network();
	close(listening(ip_end("::1", 4002)));
	expect_refused("::1", "inet6");
}

static void connect_unreachable(void)
{
	struct end to = ip_end("192.0.2.1", 80);
	int fd;

	own_network();
	fd = new_socket(AF_INET, SOCK_STREAM, 0);
	if (connect(fd, &to.any, to.size) == 0 || errno != ENETUNREACH)
		broken("not unreachable: %s", strerror(errno));
	expect("connect",
	       "{'remote':{'address':'192.0.2.1','port':80},'errno':101,'error':'"
	       "ENETUNREACH','fd':%d}",
	       fd);
}

static void connect_in_progress(void)
{
	int listener, fd;
	struct end to;

	own_network();
	listener = listening(ip_end("127.0.0.1", 4003));
	to = local_of(listener);
	fd = new_socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (connect(fd, &to.any, to.size) == 0 || errno != EINPROGRESS)
		broken("not in progress: %s", strerror(errno));
	await(fd, POLLOUT);
	MUST(connect(fd, &to.any, to.size));
	expect("connect",
	       "{'remote':{'address':'127.0.0.1','port':4003},'socket':%lu,'errno':"
	       "115,'error':'EINPROGRESS','fd':%d}",
	       inode_of(fd), fd);
	expect("connect",
	       "{'local':%s,'remote':{'address':'127.0.0.1','port':4003},'socket':%"
	       "lu,'errno':0,'error':{'$absent':true},"
	       "'fd':%d}",
	       json_end(local_of(fd)), inode_of(fd), fd);
}

static void connect_in_progress_refused(void)
{
	struct end to = ip_end("127.0.0.1", 9);
	int fd;

	own_network();
	fd = new_socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (connect(fd, &to.any, to.size) == 0 || errno != EINPROGRESS)
		broken("not in progress: %s", strerror(errno));
	await(fd, POLLOUT);
	expect("connect",
	       "{'remote':{'address':'127.0.0.1','port':9},'socket':%lu,'errno':115,'"
	       "fd':%d}",
	       inode_of(fd), fd);
	expect("connect",
	       "{'remote':{'address':'127.0.0.1','port':9},'socket':%lu,'errno':111,'"
	       "fd':%d}",
	       inode_of(fd), fd);
	never();
	expect("connect", "{'errno':0}");
}

/* No side says more than it has to: a FIN counts as no byte. */
static void close_without_bytes(void)
{
	struct linger at_once = { .l_onoff = 1 };
	struct facts facts;
	struct pair pair;
	int listener;

	own_network();
	listener = listening(ip_end("127.0.0.1", 4004));
	pair = pair_of(listener);
	facts = expect_pair(pair, "inet");
	MUST(close(pair.server));
	await(pair.client, POLLIN);
	MUST(close(pair.client));
	expect_ends(&facts, 0, 0);
	pair = pair_of(listener);
	facts = expect_pair(pair, "inet");
	MUST(setsockopt(pair.client, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)));
	MUST(close(pair.client));
	await(pair.server, POLLIN);
	MUST(close(pair.server));
	expect_ends(&facts, 0, 0);
}

static void connect_and_exit(void *context)
{
	int fd = connected(ip_end("127.0.0.1", 4005));

	(void)context;
	send_all(fd, 17);
	expect_close(json_end(local_of(fd)), json_end(remote_of(fd)), inode_of(fd), 0, 17);
}

/* Nobody closes it: the kernel does, for a process that is gone. */
static void close_by_exit(void)
{
	int listener, server;
	pid_t pid;

	own_network();
	listener = listening(ip_end("127.0.0.1", 4005));
	pid = child(connect_and_exit, NULL);
	server = accepted(listener);
	receive_all(server, 17);
	wait_for(pid);
	MUST(close(server));
}

/* The second datagram goes through another number of the same socket, so that its event would be known. */
static void udp_unconnected(void)
{
	struct end one = ip_end("127.0.0.1", 1001), two = ip_end("127.0.0.1", 1002);
	int fd;

	own_network();
	fd = new_socket(AF_INET, SOCK_DGRAM, 0);
	MUST(sendto(fd, "x", 1, 0, &one.any, one.size));
	expect("send",
	       "{'family':'inet','type':'dgram','protocol':'udp','local':%s,'remote':"
	       "{'address':'127.0.0.1','port':1001},"
	       "'socket':%lu,'errno':0,'fd':%d}",
	       json_end(local_of(fd)), inode_of(fd), fd);
	MUST(sendto(fd, "x", 1, 0, &two.any, two.size));
	expect("send", "{'remote':{'address':'127.0.0.1','port':1002},'socket':%lu,'fd':%d}", inode_of(fd), fd);
	MUST(dup2(fd, 90));
	MUST(sendto(90, "x", 1, 0, &one.any, one.size));
	MUST(sendto(90, "x", 1, 0, &two.any, two.size));
	never();
	expect("send", "{'fd':90}");
}

static void udp_ipv6(void)
{
	struct end to = ip_end("::1", 1001);
	int fd;

	own_network();
	close(listening(to));
	fd = new_socket(AF_INET6, SOCK_DGRAM, 0);
	MUST(sendto(fd, "x", 1, 0, &to.any, to.size));
	expect("send",
	       "{'family':'inet6','type':'dgram','protocol':'udp','remote':{'address'"
	       ":'::1','port':1001},'socket':%lu,"
	       "'fd':%d}",
	       inode_of(fd), fd);
}

static void udp_messages(void)
{
	struct end ends[3] = { ip_end("127.0.0.1", 1003), ip_end("127.0.0.1", 1004), ip_end("127.0.0.1", 1005) };
	struct iovec bytes = { "xy", 2 };
	struct mmsghdr messages[3] = { 0 };
	int fd, i;

	own_network();
	fd = new_socket(AF_INET, SOCK_DGRAM, 0);
	for (i = 0; i < 3; i++)
		messages[i].msg_hdr = (struct msghdr){
			.msg_name = &ends[i].any, .msg_namelen = ends[i].size, .msg_iov = &bytes, .msg_iovlen = 1
		};
	MUST(sendmsg(fd, &messages[0].msg_hdr, 0));
	MUST(sendmmsg(fd, messages + 1, 2, 0));
	for (i = 0; i < 3; i++)
		expect("send", "{'remote':%s,'socket':%lu,'fd':%d}", json_end(ends[i]), inode_of(fd), fd);
}

static void udp_connected(void)
{
	struct end to = ip_end("127.0.0.1", 1006);
	int fd;

	own_network();
	fd = new_socket(AF_INET, SOCK_DGRAM, 0);
	MUST(connect(fd, &to.any, to.size));
	MUST(send(fd, "x", 1, 0));
	expect("connect",
	       "{'family':'inet','type':'dgram','protocol':'udp','local':%s,'remote':"
	       "{'address':'127.0.0.1','port':1006},"
	       "'socket':%lu,'errno':0,'fd':%d}",
	       json_end(local_of(fd)), inode_of(fd), fd);
	never();
	expect("send", "{}");
}

const struct scenario_case connection_cases[] = {
	{ "connect_ipv4", connect_ipv4 },
	{ "connect_ipv6", connect_ipv6 },
	{ "connect_mapped", connect_mapped },
	{ "connect_refused", connect_refused },
	{ "connect_refused_ipv6", connect_refused_ipv6 },
	{ "connect_unreachable", connect_unreachable },
	{ "connect_in_progress", connect_in_progress },
	{ "connect_in_progress_refused", connect_in_progress_refused },
	{ "close_without_bytes", close_without_bytes },
	{ "close_by_exit", close_by_exit },
	{ "udp_unconnected", udp_unconnected },
	{ "udp_ipv6", udp_ipv6 },
	{ "udp_messages", udp_messages },
	{ "udp_connected", udp_connected },
	{ NULL, NULL },
};
