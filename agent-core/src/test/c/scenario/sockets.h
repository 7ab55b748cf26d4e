/* What cases of the network and of DNS do with sockets. */
#ifndef SOCKETS_H
#define SOCKETS_H

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include "scenario.h"

/* One end of a socket. */
struct end {
	socklen_t size;
	union {
		struct sockaddr any;
		struct sockaddr_in ipv4;
		struct sockaddr_in6 ipv6;
		struct sockaddr_un path;
	};
};

/* A network without anybody else in it, where only the loopback interface is. */
void own_network(void);

struct end ip_end(const char *address, int port); /* of either family */
struct end unix_end(const char *path);
struct end abstract_end(const char *name); /* without the NUL that goes in front */
struct end local_of(int fd);
struct end remote_of(int fd);
const char *json_end(struct end end); /* as the endpoint writes it; freed by nobody */
unsigned long inode_of(int fd);

int new_socket(int family, int type, int protocol);
int listening(struct end at); /* a TCP or unix socket, with a backlog of 5 */
int connected(struct end to);
int accepted(int listener);
void send_all(int fd, size_t count); /* zeros */
void receive_all(int fd, size_t count);
void await(int fd, short what); /* poll's POLLIN or POLLOUT */

#endif
