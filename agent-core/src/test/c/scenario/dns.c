/* Cases of DNS messages, with a server of their own in a network of their own. */
#include <arpa/inet.h>
#include <poll.h>
#include <sys/uio.h>
#include "sockets.h"

#define TYPE_A 1
#define TYPE_CNAME 5
#define TYPE_TXT 16
#define TYPE_AAAA 28
#define QUERY 0x0100
#define RESPONSE 0x8180
#define TRUNCATED 0x0200
#define NXDOMAIN 3
#define SERVER "127.0.0.53"
#define FIRST_NAME 0xc00c /* a pointer to it */

struct message {
	size_t size;
	unsigned char bytes[2048];
};

static void add_byte(struct message *message, unsigned value)
{
	message->bytes[message->size++] = (unsigned char)value;
}

static void add_short(struct message *message, unsigned value)
{
	add_byte(message, value >> 8);
	add_byte(message, value & 0xff);
}

static void add_bytes(struct message *message, const void *bytes, size_t size)
{
	memcpy(message->bytes + message->size, bytes, size);
	message->size += size;
}

static void add_name(struct message *message, const char *name)
{
	while (*name) {
		size_t length = strcspn(name, ".");

		add_byte(message, (unsigned)length);
		add_bytes(message, name, length);
		name += length + (name[length] == '.');
	}
	add_byte(message, 0);
}

static struct message begin_message(unsigned id, unsigned flags, unsigned questions, unsigned answers)
{
	struct message message = { 0 };

	add_short(&message, id);
	add_short(&message, flags);
	add_short(&message, questions);
	add_short(&message, answers);
	add_short(&message, 0);
	add_short(&message, 0);
	return message;
}

static void add_question(struct message *message, const char *name, unsigned type)
{
	add_name(message, name);
	add_short(message, type);
	add_short(message, 1);
}

static void add_answer(struct message *message, unsigned type, unsigned ttl, const void *data, size_t size)
{
	add_short(message, FIRST_NAME);
	add_short(message, type);
	add_short(message, 1);
	add_short(message, ttl >> 16);
	add_short(message, ttl & 0xffff);
	add_short(message, (unsigned)size);
	add_bytes(message, data, size);
}

static struct message query(unsigned id, const char *name, unsigned type)
{
	struct message message = begin_message(id, QUERY, 1, 0);

	add_question(&message, name, type);
	return message;
}

static const char *hexadecimal(const void *bytes, size_t size)
{
	char *text = calloc(1, 2 * size + 1);
	size_t i;

	for (i = 0; text && i < size; i++)
		sprintf(text + 2 * i, "%02x", ((const unsigned char *)bytes)[i]);
	return text;
}

/* A client and a server; of TCP, `server` is the connection. */
struct service {
	int client;
	int server;
	const char *protocol;
	const char *client_end;
	const char *server_end;
};

static struct service udp_service(void)
{
	struct service service = { .protocol = "udp" };
	struct end end = ip_end(SERVER, 53);

	own_network();
	service.server = new_socket(AF_INET, SOCK_DGRAM, 0);
	MUST(bind(service.server, &end.any, end.size));
	service.client = new_socket(AF_INET, SOCK_DGRAM, 0);
	MUST(connect(service.client, &end.any, end.size));
	service.client_end = json_end(local_of(service.client));
	service.server_end = json_end(end);
	return service;
}

static struct service tcp_service(void)
{
	struct service service = { .protocol = "tcp" };
	int listener;

	own_network();
	listener = listening(ip_end(SERVER, 53));
	service.client = connected(ip_end(SERVER, 53));
	service.server = accepted(listener);
	service.client_end = json_end(local_of(service.client));
	service.server_end = json_end(local_of(service.server));
	return service;
}

/* `parsed` is JSON of what differs between messages. */
static void expect_message(struct service *service, bool by_client, bool is_sent, struct message *message,
			   const char *parsed)
{
	bool at_client = by_client == is_sent;

	expect("dns",
	       "{'direction':'%s','protocol':'%s','local':%s,'remote':%s,'socket':%"
	       "lu,'raw':'%s',%s}",
	       is_sent ? "sent" : "received", service->protocol, at_client ? service->client_end : service->server_end,
	       at_client ? service->server_end : service->client_end,
	       inode_of(at_client ? service->client : service->server), hexadecimal(message->bytes, message->size),
	       parsed);
}

static void expect_both(struct service *service, bool by_client, struct message *message, const char *parsed)
{
	expect_message(service, by_client, true, message, parsed);
	expect_message(service, by_client, false, message, parsed);
}

static void over_udp(struct service *service, bool by_client, struct message *message, const char *parsed)
{
	struct end to = by_client ? remote_of(service->client) : local_of(service->client);
	char buffer[2048];

	if (by_client)
		MUST(send(service->client, message->bytes, message->size, 0));
	else
		MUST(sendto(service->server, message->bytes, message->size, 0, &to.any, to.size));
	MUST(recvfrom(by_client ? service->server : service->client, buffer, sizeof(buffer), 0, &to.any, &to.size));
	expect_both(service, by_client, message, parsed);
}

/* In one piece: what was sent at once is there at once. */
static void over_tcp(struct service *service, bool by_client, struct message *message, const char *parsed)
{
	uint16_t length = htons((uint16_t)message->size);
	struct iovec parts[2] = { { &length, 2 }, { message->bytes, message->size } };
	struct msghdr header = { .msg_iov = parts, .msg_iovlen = 2 };

	MUST(sendmsg(by_client ? service->client : service->server, &header, 0));
	receive_all(by_client ? service->server : service->client, 2 + message->size);
	expect_both(service, by_client, message, parsed);
}

static void ask_and_answer(struct service *service,
			   void (*over)(struct service *, bool, struct message *, const char *))
{
	struct message question = query(0x1234, "www.example.com", TYPE_A);
	struct message answer = begin_message(0x1234, RESPONSE, 1, 2);

	add_question(&answer, "www.example.com", TYPE_A);
	add_answer(&answer, TYPE_A, 300, "\xc0\x00\x02\x01", 4);
	add_answer(&answer, TYPE_A, 0xffffffff, "\xc0\x00\x02\x02", 4);
	over(service, true, &question,
	     "\"id\":4660,\"response\":false,\"names\":[\"www.example.com\"],"
	     "\"questions\":[{\"name\":\"www.example.com\",\"type\":\"A\"}],"
	     "\"answers\":[],\"rcode\":{\"$absent\":true},"
	     "\"truncated\":false,\"malformed\":false");
	over(service, false, &answer,
	     "\"id\":4660,\"response\":true,\"names\":[\"www.example.com\"],"
	     "\"questions\":[{\"name\":\"www.example.com\",\"type\":\"A\"}],"
	     "\"answers\":[{\"name\":\"www.example.com\",\"type\":\"A\",\"ttl\":300,"
	     "\"data\":\"192.0.2.1\"},"
	     "{\"name\":\"www.example.com\",\"type\":\"A\",\"ttl\":4294967295,"
	     "\"data\":\"192.0.2.2\"}],"
	     "\"rcode\":\"noerror\",\"truncated\":false,\"malformed\":false");
}

static void dns_udp(void)
{
	struct service service = udp_service();

	ask_and_answer(&service, over_udp);
}

static void dns_tcp(void)
{
	struct service service = tcp_service();

	ask_and_answer(&service, over_tcp);
}

static void dns_types(void)
{
	struct service service = udp_service();
	struct message answer = begin_message(2, RESPONSE, 1, 3);

	add_question(&answer, "example.org", TYPE_AAAA);
	add_answer(&answer, TYPE_CNAME, 1, "\5other\7example\3org", 19);
	add_answer(&answer, TYPE_AAAA, 2, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16);
	add_answer(&answer, TYPE_TXT, 3, "\4text", 5);
	over_udp(&service, false, &answer,
		 "\"questions\":[{\"name\":\"example.org\",\"type\":\"AAAA\"}],"
		 "\"answers\":["
		 "{\"name\":\"example.org\",\"type\":\"CNAME\",\"ttl\":1,\"data\":"
		 "\"other.example.org\"},"
		 "{\"name\":\"example.org\",\"type\":\"AAAA\",\"ttl\":2,\"data\":"
		 "\"2001:db8::1\"},"
		 "{\"name\":\"example.org\",\"type\":\"TXT\",\"ttl\":3,\"data\":"
		 "\"\\u0004text\"}],\"malformed\":false");
}

static void dns_refusals(void)
{
	struct service service = udp_service();
	struct message unknown = begin_message(3, RESPONSE | NXDOMAIN, 1, 0);
	struct message cut = begin_message(4, RESPONSE | TRUNCATED, 1, 0);

	add_question(&unknown, "no.such", TYPE_A);
	over_udp(&service, false, &unknown,
		 "\"id\":3,\"names\":[\"no.such\"],\"rcode\":\"nxdomain\","
		 "\"truncated\":false,\"malformed\":false");
	add_question(&cut, "long.example", TYPE_TXT);
	over_udp(&service, false, &cut,
		 "\"id\":4,\"names\":[\"long.example\"],\"rcode\":\"noerror\","
		 "\"truncated\":true,\"malformed\":false");
}

static void dns_malformed(void)
{
	struct service service = udp_service();
	struct message shorter = { 5, "short" };
	struct message loop = begin_message(5, QUERY, 1, 0);
	struct message cut = query(6, "cut.example", TYPE_A);
	struct message more = begin_message(7, RESPONSE, 1, 2);
	struct message longer = query(8, "longer.example", TYPE_A);

	over_udp(&service, true, &shorter, "\"id\":0,\"questions\":[],\"answers\":[],\"malformed\":true");
	add_short(&loop, FIRST_NAME);
	add_short(&loop, TYPE_A);
	add_short(&loop, 1);
	over_udp(&service, true, &loop, "\"id\":5,\"questions\":[],\"malformed\":true");
	cut.size -= 6;
	over_udp(&service, true, &cut, "\"id\":6,\"questions\":[],\"malformed\":true");
	/* Less answers than the header promises: those that are there count. */
	add_question(&more, "more.example", TYPE_A);
	add_answer(&more, TYPE_A, 9, "\x7f\0\0\1", 4);
	over_udp(&service, false, &more,
		 "\"id\":7,\"names\":[\"more.example\"],\"malformed\":true,"
		 "\"answers\":[{\"name\":\"more.example\",\"type\":\"A\",\"ttl\":9,"
		 "\"data\":\"127.0.0.1\"}]");
	add_bytes(&longer, "behind", 6);
	over_udp(&service, true, &longer, "\"id\":8,\"names\":[\"longer.example\"],\"malformed\":true");
}

/* Where the client has no peer of its own, the call names it. */
static void dns_unconnected(void)
{
	struct service service = udp_service();
	struct message one = query(9, "one.example", TYPE_A), two = query(10, "two.example", TYPE_AAAA);
	struct end to = remote_of(service.client);
	struct iovec parts[2] = { { one.bytes, one.size }, { two.bytes, two.size } };
	struct mmsghdr messages[2] = { { .msg_hdr = { &to.any, to.size, &parts[0], 1, NULL, 0, 0 } },
				       { .msg_hdr = { &to.any, to.size, &parts[1], 1, NULL, 0, 0 } } };
	struct end any = ip_end("0.0.0.0", 5300);

	service.client = new_socket(AF_INET, SOCK_DGRAM, 0);
	MUST(bind(service.client, &any.any, any.size));
	service.client_end = json_end(any);
	if (MUST(sendmmsg(service.client, messages, 2, 0)) != 2)
		broken("sendmmsg sends less");
	expect_message(&service, true, true, &one, "\"id\":9,\"names\":[\"one.example\"]");
	expect_message(&service, true, true, &two, "\"id\":10,\"names\":[\"two.example\"]");
	expect("send", "{'local':{'address':'0.0.0.0','port':5300},'remote':%s,'socket':%lu}", service.server_end,
	       inode_of(service.client));
}

/* Messages share calls, and calls share messages. */
static void dns_tcp_in_pieces(void)
{
	struct service service = tcp_service();
	struct message one = query(11, "one.example", TYPE_A), two = query(12, "two.example", TYPE_A);
	struct message both = { 0 };

	add_short(&both, (unsigned)one.size);
	add_bytes(&both, one.bytes, one.size);
	add_short(&both, (unsigned)two.size);
	add_bytes(&both, two.bytes, two.size);
	MUST(send(service.client, both.bytes, 1, 0));
	MUST(send(service.client, both.bytes + 1, both.size - 1, 0));
	receive_all(service.server, 2);
	receive_all(service.server, both.size - 2);
	expect_both(&service, true, &one, "\"id\":11,\"names\":[\"one.example\"],\"malformed\":false");
	expect_both(&service, true, &two, "\"id\":12,\"names\":[\"two.example\"],\"malformed\":false");
}

/* As programs do that don't know that it is a socket. */
static void dns_read_and_write(void)
{
	struct service service = udp_service();
	struct message question = query(13, "write.example", TYPE_A);
	struct message answer = query(14, "read.example", TYPE_A);
	struct iovec parts[2] = { { question.bytes, 5 }, { question.bytes + 5, question.size - 5 } };
	struct end to = local_of(service.client);
	char buffer[512];

	MUST(write(service.client, question.bytes, question.size));
	expect_message(&service, true, true, &question, "\"id\":13,\"names\":[\"write.example\"]");
	MUST(writev(service.client, parts, 2));
	expect_message(&service, true, true, &question, "\"id\":13,\"names\":[\"write.example\"]");
	MUST(sendto(service.server, answer.bytes, answer.size, 0, &to.any, to.size));
	MUST(read(service.client, buffer, sizeof(buffer)));
	expect_both(&service, false, &answer, "\"id\":14,\"names\":[\"read.example\"]");
}

static void dns_of_other_ports_is_not_told(void)
{
	struct end end = ip_end("127.0.0.1", 54);
	struct message message = query(15, "other.example", TYPE_A);
	int fd;

	own_network();
	fd = new_socket(AF_INET, SOCK_DGRAM, 0);
	MUST(bind(fd, &end.any, end.size));
	MUST(sendto(fd, message.bytes, message.size, 0, &end.any, end.size));
	MUST(recv(fd, message.bytes, sizeof(message.bytes), 0));
	never();
	expect("dns", "{}");
}

const struct scenario_case dns_cases[] = {
	{ "dns_udp", dns_udp },
	{ "dns_tcp", dns_tcp },
	{ "dns_types", dns_types },
	{ "dns_refusals", dns_refusals },
	{ "dns_malformed", dns_malformed },
	{ "dns_unconnected", dns_unconnected },
	{ "dns_tcp_in_pieces", dns_tcp_in_pieces },
	{ "dns_read_and_write", dns_read_and_write },
	{ "dns_of_other_ports_is_not_told", dns_of_other_ports_is_not_told },
	{ NULL, NULL },
};
