/* Lines of JSON: what is expected, and how a case went. */
#include <stdarg.h>
#include "scenario.h"

#define LINE_BYTES (256 << 10)
#define TEXTS 64

static int out = -1;
static const char *case_name;

static struct {
	pid_t pid;
	bool never;
	const char *incomplete;
	char process[LINE_BYTES];
} next;

/* Bytes that go on at `at`; a line that is cut would be no JSON and fail the suite. */
struct line {
	char bytes[LINE_BYTES];
	size_t at;
};

/* O_APPEND, and a write each: processes of a case may write at the same time. */
void report_to(const char *path, const char *name)
{
	out = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (out < 0) {
		perror(path);
		exit(1);
	}
	/* Out of the way of the numbers that a case sees. */
	out = fcntl(out, F_DUPFD_CLOEXEC, 200);
	case_name = name;
}

static void add(struct line *line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	line->at += (size_t)vsnprintf(line->bytes + line->at, sizeof(line->bytes) - line->at, format, args);
	va_end(args);
	if (line->at >= sizeof(line->bytes)) {
		fprintf(stderr, "scenario: a line of %s is too long\n", case_name);
		_exit(1);
	}
}

static void emit(struct line *line)
{
	add(line, "}\n");
	if (write(out, line->bytes, line->at) != (ssize_t)line->at) {
		perror("scenario: write");
		_exit(1);
	}
	free(line);
}

static struct line *begin(void)
{
	struct line *line = calloc(1, sizeof(*line));

	if (!line)
		_exit(1);
	add(line, "{\"case\":%s", text(case_name));
	return line;
}

/* Single quotes of the format are double ones of the JSON; those of the values stay. */
static void format_json(char *to, size_t size, const char *format, va_list args)
{
	char *quoted = strdup(format);
	char *at;

	for (at = quoted; (at = strchr(at, '\'')); at++)
		*at = '"';
	if ((size_t)vsnprintf(to, size, quoted, args) >= size)
		broken("too much JSON: %s", format);
	free(quoted);
}

void of(pid_t pid)
{
	next.pid = pid;
}

void never(void)
{
	next.never = true;
}

void incomplete(const char *names)
{
	next.incomplete = names;
}

void process(const char *json, ...)
{
	va_list args;

	va_start(args, json);
	format_json(next.process, sizeof(next.process), json, args);
	va_end(args);
}

static void add_incomplete(struct line *line)
{
	char *names = strdup(next.incomplete ? next.incomplete : "");
	char *list[16] = { 0 };
	char *rest = names;
	size_t n = 0;

	while (n < 15 && (list[n] = strtok_r(rest, ",", &rest)))
		n++;
	add(line, ",\"incomplete\":%s", texts(list));
	free(names);
}

void expect(const char *kind, const char *detail, ...)
{
	struct line *line = begin();
	va_list args;

	add(line, ",\"kind\":\"%s\",\"pid\":%d,\"expect\":", kind, next.pid ? next.pid : getpid());
	va_start(args, detail);
	format_json(line->bytes + line->at, sizeof(line->bytes) - line->at, detail, args);
	va_end(args);
	line->at = strlen(line->bytes);
	if (next.process[0])
		add(line, ",\"process\":%s", next.process);
	add_incomplete(line);
	if (next.never)
		add(line, ",\"never\":true");
	next.pid = 0;
	next.never = false;
	next.incomplete = NULL;
	next.process[0] = 0;
	emit(line);
}

static void add_outcome(const char *outcome, const char *format, va_list args)
{
	struct line *line = begin();
	char why[1024];

	vsnprintf(why, sizeof(why), format, args);
	add(line, ",\"%s\":%s", outcome, text(why));
	emit(line);
}

void skip(const char *why, ...)
{
	va_list args;

	va_start(args, why);
	add_outcome("skipped", why, args);
	va_end(args);
	_exit(0);
}

void report_broken(const char *why, ...)
{
	va_list args;

	va_start(args, why);
	add_outcome("broken", why, args);
	va_end(args);
}

void broken(const char *why, ...)
{
	va_list args;

	va_start(args, why);
	add_outcome("broken", why, args);
	va_end(args);
	_exit(0);
}

void report_end(void)
{
	struct line *line = begin();

	add(line, ",\"done\":true");
	emit(line);
}

/* Length of the UTF-8 character that starts here, 0 if none does. */
static size_t character(const unsigned char *at)
{
	size_t length = *at < 0x80 ? 1 : *at < 0xc2 ? 0 : *at < 0xe0 ? 2 : *at < 0xf0 ? 3 : *at < 0xf5 ? 4 : 0;
	size_t i;

	for (i = 1; i < length; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 0;
	if ((*at == 0xe0 && at[1] < 0xa0) || (*at == 0xed && at[1] > 0x9f) || (*at == 0xf0 && at[1] < 0x90) ||
	    (*at == 0xf4 && at[1] > 0x8f))
		return 0;
	return length;
}

static bool looks_escaped(const char *at)
{
	return at[0] == '\\' && at[1] == 'x' && at[2] && at[3] && strspn(at + 2, "0123456789abcdefABCDEF") >= 2;
}

/* As docs/events.md tells it: \xHH for what is not UTF-8, \x5c for a backslash that looks like the start of that. */
const char *text(const char *bytes)
{
	static char *made[TEXTS];
	static size_t turn;
	char *to = malloc(strlen(bytes) * 6 + 3);
	const char *at = bytes;
	size_t n = 0;

	if (!to)
		_exit(1);
	to[n++] = '"';
	while (*at) {
		size_t length = character((const unsigned char *)at);

		if (looks_escaped(at)) {
			n += (size_t)sprintf(to + n, "\\\\x5c");
			length = 1;
		} else if (length == 0) {
			n += (size_t)sprintf(to + n, "\\\\x%02x", (unsigned char)*at);
			length = 1;
		} else if (length == 1 && ((unsigned char)*at < ' ' || *at == '"' || *at == '\\')) {
			n += (size_t)sprintf(to + n, "\\u%04x", *at);
		} else {
			memcpy(to + n, at, length);
			n += length;
		}
		at += length;
	}
	to[n++] = '"';
	to[n] = 0;
	free(made[turn % TEXTS]);
	return made[turn++ % TEXTS] = to;
}

const char *texts(char *const *strings)
{
	struct line *list = calloc(1, sizeof(*list));

	if (!list)
		_exit(1);
	add(list, "[");
	for (; *strings; strings++)
		add(list, "%s%s", text(*strings), strings[1] ? "," : "");
	add(list, "]");
	return list->bytes;
}
