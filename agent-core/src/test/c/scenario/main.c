/*
 * Does what the agent must see, and writes down what that was: the truth that a suite compares events with.
 *
 *   scenario OUTFILE FOLDER CASE…|all
 *
 * A case is a function in the file of its family and a line in the table at that file's end:
 *
 *   static void connect_refused(void)
 *   {
 *           int fd = MUST(socket(AF_INET, SOCK_STREAM, 0));
 *           …
 *           connect(fd, …);
 *           expect("connect", "{'errno':%d,'remote':{'address':'127.0.0.1','port':1}}", errno);
 *   }
 *
 * It runs in a process and a folder of its own, so it may break both. What it calls between is in scenario.h. A line of
 * OUTFILE is one of
 *
 *   {"case":C,"kind":K,"pid":P,"expect":{…},"process":{…},"incomplete":[…],"never":true}
 *   {"case":C,"skipped":WHY}    the kernel or machine can't
 *   {"case":C,"broken":WHY}     a call failed that should not
 *   {"case":C,"done":true}      it came to its end
 *
 * Objects are subsets of the event's, lists and other values are exact. In place of a value stands one of
 *
 *   {"$ends":"…"} {"$starts":"…"} {"$contains":X} (of a text or list) {"$not":X} {"$min":N} {"$any":true}
 * {"$absent":true}
 *   {"$is":"NAME"}     the same value wherever the case says NAME
 *   {"$isnt":"NAME"}   another value than that of NAME, which has to stand in an earlier line
 */
#include "scenario.h"

char self[4096];
char folder[4096];

static const char *outfile;
static const struct scenario_case *const families[] = {
	exec_cases, process_cases, security_cases, memory_cases,  tracing_cases,    open_cases, write_cases,
	file_cases, mount_cases,   uring_cases,	   network_cases, connection_cases, dns_cases,
};

void report_to(const char *path, const char *name);
void report_end(void);
void report_broken(const char *why, ...);
void end_as_told(char **argv);

/* A process of its own, and a session, so that a case that hangs goes with all it started. */
static void run_case(const struct scenario_case *test)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		report_to(outfile, test->name);
		setsid();
		alarm(30);
		strcat(strcat(folder, "/"), test->name);
		MUST(mkdir(folder, 0755));
		MUST(chdir(folder));
		test->run();
		report_end();
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid) {
		perror("scenario: a case");
		exit(1);
	}
	kill(-pid, SIGKILL);
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	if (status != 0) {
		report_to(outfile, test->name);
		report_broken("ended with wait status %#x", status);
	}
}

static bool is_named(const char *name, char **names)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0 || strcmp(*names, "all") == 0)
			return true;
	return false;
}

int main(int argc, char **argv)
{
	const struct scenario_case *test;
	size_t family;
	int ran = 0;

	end_as_told(argv);
	if (argc >= 4)
		mkdir(argv[2], 0755);
	if (argc < 4 || readlink("/proc/self/exe", self, sizeof(self) - 1) < 0 || !realpath(argv[2], folder)) {
		fprintf(stderr, "usage: scenario OUTFILE FOLDER CASE…|all\n");
		return 2;
	}
	outfile = argv[1];
	for (family = 0; family < sizeof(families) / sizeof(families[0]); family++)
		for (test = families[family]; test->name; test++)
			if (is_named(test->name, argv + 3)) {
				run_case(test);
				ran++;
			}
	if (!ran)
		fprintf(stderr, "scenario: no such case\n");
	return ran ? 0 : 2;
}
