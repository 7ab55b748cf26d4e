// Has two names change places, which no program of busybox does.
#include <fcntl.h>
#include <stdio.h>

int main(int count, char **args)
{
	return count != 3 || renameat2(AT_FDCWD, args[1], AT_FDCWD, args[2], RENAME_EXCHANGE);
}
