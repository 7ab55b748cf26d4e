// Time for programs that tell when they did what, and that choose the moment of it.
#ifndef VEDETTE_TEST_TIMES_H
#define VEDETTE_TEST_TIMES_H

#include <time.h>

// Since the boot.
static inline long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000ll + now.tv_nsec;
}

// Sleeping would end with a tick of the kernel's, as the looks of a tracer begin.
static inline void spin(long us)
{
	long long until = now_ns() + us * 1000ll;

	while (now_ns() < until)
		;
}

#endif
