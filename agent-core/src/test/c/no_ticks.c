// Takes a process's interval timer away, as if the CPU that the timer is on were stolen. Of x86-64 only.
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define SYSCALL_LENGTH 2
#define TRIES 1000

// The signal, with the event above it.
static int wait_for_stop(pid_t pid)
{
	int status;

	return waitpid(pid, &status, 0) == pid && WIFSTOPPED(status) ? status >> 8 : 0;
}

// What stops it before is passed over.
static int step(pid_t pid)
{
	int stop;

	do
		stop = ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) == 0 ? wait_for_stop(pid) : 0;
	while (stop && stop != SIGTRAP);
	return stop;
}

// Has it stopped in a system call, which it makes again when it goes on?
static int stop(pid_t pid, struct user_regs_struct *regs)
{
	int i;

	for (i = 0; i < TRIES; i++) {
		if (ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) || !wait_for_stop(pid) ||
		    ptrace(PTRACE_GETREGS, pid, NULL, regs))
			return 0;
		if (regs->orig_rax == SYS_wait4)
			return 1;
		ptrace(PTRACE_CONT, pid, NULL, NULL);
		usleep(100);
	}
	return 0;
}

int main(int count, char **args)
{
	pid_t pid = count == 2 ? atoi(args[1]) : 0;
	struct user_regs_struct before, regs;

	if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) || !stop(pid, &before))
		return 1;
	regs = before;
	regs.rip -= SYSCALL_LENGTH;
	regs.rax = SYS_setitimer;
	regs.orig_rax = (unsigned long long)-1;
	regs.rdi = regs.rsi = regs.rdx = 0;
	if (ptrace(PTRACE_SETREGS, pid, NULL, &regs) || !step(pid) || ptrace(PTRACE_GETREGS, pid, NULL, &regs) || regs.rax != 0)
		return 2;
	return ptrace(PTRACE_SETREGS, pid, NULL, &before) || ptrace(PTRACE_DETACH, pid, NULL, NULL) ? 3 : 0;
}
