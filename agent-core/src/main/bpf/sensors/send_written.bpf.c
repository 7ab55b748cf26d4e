// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * DNS messages that are written to a socket with write(2) and its like. The handlers of those calls come here when they
 * have found a socket.
 */
#include "dns_sent.h"
#include "syscall.h"

SYSCALL(on_socket_write)
{
	dns_sent(file_of(task, argument(regs, 0)), argument(regs, 1), argument(regs, 2), false, ret);
	return 0;
}

SYSCALL(on_socket_writev)
{
	dns_sent(file_of(task, argument(regs, 0)), argument(regs, 1), argument(regs, 2), true, ret);
	return 0;
}
