/* Cases of sockets, and of what is refused; connections.c has those of connections. */
#include <arpa/inet.h>
#include <linux/netlink.h>
#include <net/ethernet.h>
#include "sockets.h"

static void expect_socket(int family, int type, int protocol, const char *json)
{
	int fd = new_socket(family, type, protocol);

	expect("socket", "{%s,'fd':%d,'errno':0}", json, fd);
}

static void socket_families(void)
{
	expect_socket(AF_INET, SOCK_STREAM, 0, "\"family\":\"inet\",\"type\":\"stream\",\"protocol\":\"tcp\"");
	expect_socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0,
		      "\"family\":\"inet6\",\"type\":\"dgram\",\"protocol\":\"udp\"");
	expect_socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_ICMP,
		      "\"family\":\"inet\",\"type\":\"raw\",\"protocol\":\"icmp\"");
	expect_socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL), "\"family\":\"packet\",\"type\":\"raw\",\"protocol\":768");
	expect_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE,
		      "\"family\":\"netlink\",\"type\":\"raw\",\"protocol\":\"route\"");
	new_socket(AF_UNIX, SOCK_STREAM, 0);
	never();
	expect("socket", "{'family':'unix'}");
}

static void try_raw_sockets(void *context)
{
	(void)context;
	MUST(setresuid(65534, 65534, 65534));
	if (socket(AF_PACKET, SOCK_RAW, 0) >= 0 || errno != EPERM || socket(AF_INET, SOCK_RAW, IPPROTO_TCP) >= 0)
		broken("nobody has raw sockets: %s", strerror(errno));
}

static void socket_refused(void)
{
	pid_t pid = child(try_raw_sockets, NULL);

	wait_for(pid);
	of(pid);
	expect("socket", "{'family':'packet','type':'raw','protocol':0,'fd':-1,'"
			 "errno':1,'error':'EPERM'}");
	of(pid);
	expect("socket", "{'family':'inet','type':'raw','protocol':'tcp','fd':-1,'errno':1}");
}

static void bind_ports(void)
{
	int tcp, udp, again;
	struct end end = ip_end("127.0.0.2", 0);

	own_network();
	tcp = new_socket(AF_INET, SOCK_STREAM, 0);
	MUST(bind(tcp, &end.any, end.size));
	expect("bind",
	       "{'family':'inet','type':'stream','protocol':'tcp','local':%s,'socket'"
	       ":%lu,'errno':0,'fd':%d}",
	       json_end(local_of(tcp)), inode_of(tcp), tcp);
	end = ip_end("0.0.0.0", 5353);
	udp = new_socket(AF_INET, SOCK_DGRAM, 0);
	MUST(bind(udp, &end.any, end.size));
	expect("bind",
	       "{'family':'inet','type':'dgram','protocol':'udp','local':{'address':'"
	       "0.0.0.0','port':5353},'fd':%d}",
	       udp);
	again = new_socket(AF_INET, SOCK_DGRAM, 0);
	if (bind(again, &end.any, end.size) == 0 || errno != EADDRINUSE)
		broken("two have port 5353");
	expect("bind",
	       "{'local':{'address':'0.0.0.0','port':5353},'errno':98,'error':'"
	       "EADDRINUSE','fd':%d}",
	       again);
	end = ip_end("192.0.2.1", 1);
	if (bind(again, &end.any, end.size) == 0 || errno != EADDRNOTAVAIL)
		broken("192.0.2.1 is here");
	expect("bind", "{'local':{'address':'192.0.2.1','port':1},'errno':99,'socket':%lu}", inode_of(again));
}

static void bind_ipv6(void)
{
	struct end end = ip_end("::1", 6000);
	int fd;

	own_network();
	fd = listening(end);
	expect("bind",
	       "{'family':'inet6','local':{'address':'::1','port':6000},'socket':%lu,"
	       "'fd':%d}",
	       inode_of(fd), fd);
	expect("listen",
	       "{'family':'inet6','type':'stream','protocol':'tcp','local':{'address'"
	       ":'::1','port':6000},"
	       "'socket':%lu,'backlog':5,'errno':0,'fd':%d}",
	       inode_of(fd), fd);
}

static void bind_of_netlink_is_not_told(void)
{
	struct sockaddr_nl any = { .nl_family = AF_NETLINK };
	int fd = new_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

	MUST(bind(fd, (struct sockaddr *)&any, sizeof(any)));
	never();
	expect("bind", "{}");
}

static void listen_fails(void)
{
	struct end end = ip_end("127.0.0.1", 7000);
	int fd;

	own_network();
	fd = new_socket(AF_INET, SOCK_DGRAM, 0);
	MUST(bind(fd, &end.any, end.size));
	if (listen(fd, 7) == 0)
		broken("UDP listens");
	expect("listen",
	       "{'type':'dgram','protocol':'udp','local':{'address':'127.0.0.1','"
	       "port':7000},'backlog':7,'errno':%d,"
	       "'error':'EOPNOTSUPP','fd':%d}",
	       EOPNOTSUPP, fd);
}

static void expect_unix(struct end at)
{
	int listener = listening(at);
	int client = connected(at);
	int server = accepted(listener);
	const char *path = json_end(at);

	expect("bind",
	       "{'family':'unix','type':'stream','local':%s,'socket':%lu,'errno':0,'"
	       "fd':%d}",
	       path, inode_of(listener), listener);
	expect("listen", "{'family':'unix','local':%s,'socket':%lu,'backlog':5,'fd':%d}", path, inode_of(listener),
	       listener);
	expect("connect",
	       "{'family':'unix','type':'stream','remote':%s,'socket':%lu,'errno':0,'"
	       "fd':%d}",
	       path, inode_of(client), client);
	expect("accept",
	       "{'family':'unix','type':'stream','local':%s,'remote':{'path':''},'"
	       "socket':%lu,'errno':0,'fd':%d}",
	       path, inode_of(server), server);
}

static void unix_sockets(void)
{
	char longest[108] = { 0 };

	memset(longest, 'u', 107);
	expect_unix(unix_end("path"));
	expect_unix(unix_end(longest));
	expect_unix(unix_end("\xff"));
	own_network();
	expect_unix(abstract_end("abstract"));
}

static void unix_refused(void)
{
	struct end nobody = unix_end("./nobody"), left = unix_end("left");
	int fd = new_socket(AF_UNIX, SOCK_STREAM, 0);

	if (connect(fd, &nobody.any, nobody.size) == 0)
		broken("nobody answered");
	expect("connect",
	       "{'family':'unix','remote':{'path':'./"
	       "nobody'},'errno':2,'error':'ENOENT','socket':%lu,'fd':%d}",
	       inode_of(fd), fd);
	close(listening(left));
	if (connect(fd, &left.any, left.size) == 0)
		broken("nobody answered");
	expect("connect", "{'remote':{'path':'left'},'errno':111,'error':'ECONNREFUSED','fd':%d}", fd);
}

static void expect_dup(int fd, int new_fd, const char *local, const char *remote)
{
	expect("dup",
	       "{'fd':%d,'new_fd':%d,'family':'inet','type':'stream','protocol':'tcp'"
	       ",'local':%s,'remote':%s}",
	       fd, new_fd, local, remote);
}

/* How a shell is bound to a connection. */
static void dup_of_sockets(void)
{
	const char *local, *remote;
	int fd, fds[2], listener;

	own_network();
	listener = listening(ip_end("127.0.0.1", 4444));
	fd = connected(ip_end("127.0.0.1", 4444));
	local = json_end(local_of(fd));
	remote = json_end(remote_of(fd));
	MUST(dup2(fd, 0));
	expect_dup(fd, 0, local, remote);
	expect_dup(fd, (int)MUST(dup(fd)), local, remote);
	MUST(dup3(fd, 77, O_CLOEXEC));
	expect_dup(fd, 77, local, remote);
	MUST(fcntl(77, F_DUPFD_CLOEXEC, 100));
	expect_dup(77, 100, local, remote);
	MUST(dup2(listener, 150));
	expect("dup",
	       "{'fd':%d,'new_fd':150,'local':{'address':'127.0.0.1','port':4444},'"
	       "remote':{'address':'0.0.0.0','port':0}}",
	       listener);
	MUST(pipe(fds));
	MUST(dup2(fds[0], 151));
	MUST(dup2(fd, fd));
	never();
	expect("dup", "{'new_fd':151}");
	never();
	expect("dup", "{'new_fd':%d}", fd);
}

static void dup_of_unix_sockets(void)
{
	int listener = listening(unix_end("path"));
	int client = connected(unix_end("path"));
	int server = accepted(listener);

	MUST(dup2(server, 60));
	expect("dup",
	       "{'fd':%d,'new_fd':60,'family':'unix','type':'stream','local':{'path':"
	       "'path'},'remote':{'path':''}}",
	       server);
	MUST(dup2(client, 61));
	expect("dup", "{'fd':%d,'new_fd':61,'local':{'path':''},'remote':{'path':'path'}}", client);
	MUST(dup2(listener, 62));
	expect("dup", "{'fd':%d,'new_fd':62,'local':{'path':'path'},'remote':{'$absent':true}}", listener);
}

const struct scenario_case network_cases[] = {
	{ "socket_families", socket_families },
	{ "socket_refused", socket_refused },
	{ "bind_ports", bind_ports },
	{ "bind_ipv6", bind_ipv6 },
	{ "bind_of_netlink_is_not_told", bind_of_netlink_is_not_told },
	{ "listen_fails", listen_fails },
	{ "unix_sockets", unix_sockets },
	{ "unix_refused", unix_refused },
	{ "dup_of_sockets", dup_of_sockets },
	{ "dup_of_unix_sockets", dup_of_unix_sockets },
	{ NULL, NULL },
};
