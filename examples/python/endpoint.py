#!/usr/bin/python3
"""An endpoint in Python, from the schema alone: prints a line for each event and acknowledges each batch.

Needs Debian's python3-grpcio and python3-grpc-tools.  Usage: endpoint.py [HOST:PORT]
"""
import pathlib
import sys
import tempfile
from concurrent import futures

import grpc
from grpc_tools import protoc

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "agent-transport/src/main/protobuf"
with tempfile.TemporaryDirectory() as generated:
    options = [f"-I{SCHEMA}", f"--python_out={generated}", f"--grpc_python_out={generated}"]
    options += ["--experimental_allow_proto3_optional"]  # for Debian's protoc, which is old
    if protoc.main(["", *options, "vedette/v1/event.proto", "vedette/v1/ingest.proto"]):
        sys.exit("the schema could not be compiled")
    sys.path.insert(0, generated)
    from vedette.v1 import ingest_pb2, ingest_pb2_grpc


class Endpoint(ingest_pb2_grpc.EventIngestServicer):
    def Publish(self, batches, context):
        for batch in batches:
            for event in batch.events:
                process = batch.processes[event.process]
                container = batch.containers[event.container]
                print(event.WhichOneof("detail"), container.id or "host", process.exec_id, process.binary, flush=True)
            yield ingest_pb2.PublishAck(instance_id=batch.instance_id, sequence=batch.sequence)


server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
ingest_pb2_grpc.add_EventIngestServicer_to_server(Endpoint(), server)
port = server.add_insecure_port(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:4500")
server.start()
print("listening on port", port, flush=True)
server.wait_for_termination()
