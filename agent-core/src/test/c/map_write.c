// Writes to a file by memory that it is mapped to.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int main(int count, char **args)
{
	int fd = count == 2 ? open(args[1], O_RDWR) : -1;
	char *bytes = mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (fd < 0 || bytes == MAP_FAILED)
		return 1;
	bytes[0] = 'y';
	return munmap(bytes, 1) || close(fd);
}
