"""Requests from four threads at once, over IPv4 and IPv4 in IPv6. usage: load.py PORT REQUESTS"""

import socket
import sys
import threading

port, requests = int(sys.argv[1]), int(sys.argv[2])


def request(number):
    mapped = number % 4 == 3
    with socket.socket(socket.AF_INET6 if mapped else socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect(("::ffff:127.0.0.1" if mapped else "127.0.0.1", port))
        client.sendall(b"GET /index.html HTTP/1.0\r\n\r\n")
        while client.recv(65536):
            pass


def worker(first):
    for number in range(first, requests, 4):
        request(number)


threads = [threading.Thread(target=worker, args=(first,)) for first in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
