"""Does what a test asks for, one line of hex-coded Python at a time; answers with the hex-coded repr of `result`.

It is started before the sensor attaches, so that what it does is not taken for the agent's own doing.
"""

import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)


def pointers(strings):
    if strings is None:
        return None
    return (ctypes.c_char_p * (len(strings) + 1))(*strings, None)


def execute(path, args):
    """execve(2) as it is: Python's own insists on a first arg."""
    libc.execve(path, pointers(args), pointers([]))
    return ctypes.get_errno()


def spawn(path, args):
    """Runs a program to its end: (pid, wait status)."""
    pid = os.fork()
    if pid == 0:
        execute(path, args)
        os._exit(127)
    return os.waitpid(pid, 0)


def child(body):
    """Runs a function in a process of its own: (pid, wait status)."""
    pid = os.fork()
    if pid == 0:
        body()
        os._exit(0)
    return os.waitpid(pid, 0)


names = dict(globals())
for line in sys.stdin:
    scope = dict(names)
    exec(bytes.fromhex(line).decode(), scope)
    print(repr(scope.get("result")).encode().hex(), flush=True)
