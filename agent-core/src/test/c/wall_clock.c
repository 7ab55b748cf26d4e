/*
 * To be preloaded: a wall clock that is another one than the machine's, by as many seconds as stand in a file that is
 * mapped: 8 bytes, in the machine's order. WALL_CLOCK names it.
 *
 * A JVM finds clock_gettime past everything preloaded, in the C library itself; so that is what is made to jump here,
 * before there are threads. For x86-64.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define JUMP_BYTES 12

static volatile int64_t *seconds;

/* System calls by hand: the C library's may ask for the time. */
static int now(clockid_t clock, struct timespec *time)
{
	long result;
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(SYS_clock_gettime), "D"((long)clock), "S"(time)
			 : "rcx", "r11", "memory");
	if (result != 0)
		return -1;
	if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
		time->tv_sec += *seconds;
	return 0;
}

static void must(int works, const char *what)
{
	if (!works) {
		perror(what);
		_exit(100);
	}
}

__attribute__((constructor)) static void replace(void)
{
	unsigned char jump[JUMP_BYTES] = {0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xe0}; /* mov rax, now; jmp rax */
	int (*replacement)(clockid_t, struct timespec *) = now;
	memcpy(jump + 2, &replacement, sizeof replacement);
	const char *name = getenv("WALL_CLOCK");
	int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
	must(file >= 0, "WALL_CLOCK");
	seconds = mmap(NULL, sizeof *seconds, PROT_READ, MAP_SHARED, file, 0);
	must(seconds != MAP_FAILED, "mmap of WALL_CLOCK");
	close(file);

	char *old = dlsym(RTLD_NEXT, "clock_gettime");
	long page = sysconf(_SC_PAGESIZE);
	char *start = (char *)((uintptr_t)old & -(uintptr_t)page);
	must(old && mprotect(start, 2 * page, PROT_READ | PROT_WRITE | PROT_EXEC) == 0, "mprotect");
	memcpy(old, jump, JUMP_BYTES);
	must(mprotect(start, 2 * page, PROT_READ | PROT_EXEC) == 0, "mprotect");
}
