/* Addresses, and connections between two ends in one process. */
#include <arpa/inet.h>
#include <net/if.h>
#include <poll.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include "sockets.h"

void own_network(void)
{
	struct ifreq loopback = { .ifr_name = "lo" };
	int fd;

	MUST(unshare(CLONE_NEWNET));
	fd = (int)MUST(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
	loopback.ifr_flags = IFF_UP | IFF_RUNNING;
	MUST(ioctl(fd, SIOCSIFFLAGS, &loopback));
	close(fd);
}

struct end ip_end(const char *address, int port)
{
	struct end end = { 0 };

	if (inet_pton(AF_INET, address, &end.ipv4.sin_addr) == 1) {
		end.ipv4.sin_family = AF_INET;
		end.ipv4.sin_port = htons((uint16_t)port);
		end.size = sizeof(end.ipv4);
	} else if (inet_pton(AF_INET6, address, &end.ipv6.sin6_addr) == 1) {
		end.ipv6.sin6_family = AF_INET6;
		end.ipv6.sin6_port = htons((uint16_t)port);
		end.size = sizeof(end.ipv6);
	} else {
		broken("%s is no address", address);
	}
	return end;
}

struct end unix_end(const char *path)
{
	struct end end = { .path = { .sun_family = AF_UNIX } };

	strncpy(end.path.sun_path, path, sizeof(end.path.sun_path) - 1);
	end.size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path) + 1);
	return end;
}

struct end abstract_end(const char *name)
{
	struct end end = { .path = { .sun_family = AF_UNIX } };

	strncpy(end.path.sun_path + 1, name, sizeof(end.path.sun_path) - 2);
	end.size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name));
	return end;
}

struct end local_of(int fd)
{
	struct end end = { .size = sizeof(end.path) };

	MUST(getsockname(fd, &end.any, &end.size));
	return end;
}

struct end remote_of(int fd)
{
	struct end end = { .size = sizeof(end.path) };

	MUST(getpeername(fd, &end.any, &end.size));
	return end;
}

static const char *unix_json(const struct end *end)
{
	size_t length = end->size - offsetof(struct sockaddr_un, sun_path);
	char name[sizeof(end->path.sun_path) + 1] = { 0 };
	char *json;

	if (end->size > offsetof(struct sockaddr_un, sun_path))
		memcpy(name, end->path.sun_path, length);
	if (name[0] || length == 0)
		MUST(asprintf(&json, "{\"path\":%s}", text(name)));
	else
		MUST(asprintf(&json, "{\"path\":\"\\u0000%s}", text(name + 1) + 1));
	return json;
}

const char *json_end(struct end end)
{
	char address[INET6_ADDRSTRLEN];
	uint16_t port = end.ipv4.sin_port;
	char *json;

	if (end.any.sa_family == AF_UNIX)
		return unix_json(&end);
	if (end.any.sa_family == AF_INET)
		inet_ntop(AF_INET, &end.ipv4.sin_addr, address, sizeof(address));
	else if (IN6_IS_ADDR_V4MAPPED(&end.ipv6.sin6_addr))
		inet_ntop(AF_INET, &end.ipv6.sin6_addr.s6_addr[12], address, sizeof(address));
	else
		inet_ntop(AF_INET6, &end.ipv6.sin6_addr, address, sizeof(address));
	MUST(asprintf(&json, "{\"address\":\"%s\",\"port\":%d}", address, ntohs(port)));
	return json;
}

unsigned long inode_of(int fd)
{
	struct stat stat;

	MUST(fstat(fd, &stat));
	return stat.st_ino;
}

int new_socket(int family, int type, int protocol)
{
	int fd = socket(family, type, protocol);

	if (fd < 0 && errno == EAFNOSUPPORT)
		skip("this kernel has no family %d of sockets", family);
	return (int)MUST(fd);
}

int listening(struct end at)
{
	int fd = new_socket(at.any.sa_family, SOCK_STREAM, 0);

	if (bind(fd, &at.any, at.size) < 0) {
		if (errno == EADDRNOTAVAIL && at.any.sa_family == AF_INET6)
			skip("IPv6 is switched off here");
		broken("bind: %s", strerror(errno));
	}
	MUST(listen(fd, 5));
	return fd;
}

int connected(struct end to)
{
	int fd = new_socket(to.any.sa_family, SOCK_STREAM, 0);

	MUST(connect(fd, &to.any, to.size));
	return fd;
}

int accepted(int listener)
{
	return (int)MUST(accept4(listener, NULL, NULL, SOCK_CLOEXEC));
}

void send_all(int fd, size_t count)
{
	static const char zeros[4096];

	while (count > 0)
		count -= (size_t)MUST(send(fd, zeros, count < sizeof(zeros) ? count : sizeof(zeros), 0));
}

void receive_all(int fd, size_t count)
{
	char buffer[4096];

	while (count > 0) {
		ssize_t got = MUST(recv(fd, buffer, count < sizeof(buffer) ? count : sizeof(buffer), 0));

		if (got == 0)
			broken("%zu bytes did not come", count);
		count -= (size_t)got;
	}
}

void await(int fd, short what)
{
	struct pollfd poller = { .fd = fd, .events = what };

	MUST(poll(&poller, 1, -1));
}
