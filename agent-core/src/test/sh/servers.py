"""A web server with a thread for each connection, and a name server. usage: servers.py DNS_ADDRESS SITE PORT_FILE"""

import functools
import http.server
import os
import socket
import sys
import threading


def answer(query):
    """One address for what starts with host-, else that there is no such name."""
    known = query[13:18] == b"host-" and query[-4:-2] == b"\0\1"
    header = query[:2] + (b"\x81\x80" if known else b"\x81\x83") + b"\0\1" + (b"\0\1" if known else b"\0\0") + b"\0" * 4
    record = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\xc0\0\2\1"
    return header + query[12:] + (record if known else b"")


def serve_names(address):
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((address, 53))
    while True:
        query, client = server.recvfrom(512)
        server.sendto(answer(query), client)


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


address, site, ports = sys.argv[1:]
threading.Thread(target=serve_names, args=(address,), daemon=True).start()
web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=site))
with open(ports + ".new", "w") as out:
    out.write(f"{web.server_port}\n")
os.rename(ports + ".new", ports)
web.serve_forever()
