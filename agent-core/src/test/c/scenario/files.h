/* What cases of files tell of them. */
#ifndef FILES_H
#define FILES_H

#include "scenario.h"

/* Inode, device and layer of a file, as JSON without braces; freed by nobody. */
const char *facts_of(int fd);
const char *change_time_of(int fd);

#endif
