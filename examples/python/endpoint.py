#!/usr/bin/python3
"""An endpoint in Python, from the schema alone: prints a line for each event and acknowledges each batch.

Needs Debian's python3-grpcio and python3-grpc-tools; with python3-zstandard a batch takes a sixth on the wire.  Usage: endpoint.py [HOST:PORT]
Keeps nothing: a real endpoint stores a batch before it acknowledges it, and drops one that it already has.
"""
import pathlib
import sys
import tempfile
from concurrent import futures

import grpc
from grpc_tools import protoc

try:
    import zstandard
except ImportError:
    zstandard = None

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "agent-transport/src/main/protobuf/vedette/v1"
with tempfile.TemporaryDirectory() as code:
    package = pathlib.Path(code, "vedette/v1")
    package.mkdir(parents=True)
    for file in SCHEMA.glob("*.proto"):  # Debian's old protoc does not know "optional"; the wire is the same without
        (package / file.name).write_text(file.read_text().replace(" optional ", " "))
    sources = map(str, package.glob("*.proto"))
    if protoc.main(["", f"-I{code}", f"--python_out={code}", f"--grpc_python_out={code}", *sources]):
        sys.exit("the schema could not be compiled")
    sys.path.insert(0, code)
    from vedette.v1 import event_pb2, ingest_pb2, ingest_pb2_grpc


class Endpoint(ingest_pb2_grpc.EventIngestServicer):
    def Publish(self, batches, context):
        if zstandard:  # asks for one frame that goes on from batch to batch
            context.send_initial_metadata((("vedette-accept-continued", "zstd"),))
            frame = zstandard.ZstdDecompressor(max_window_size=1 << 17).decompressobj()
        for batch in batches:
            if batch.continued:
                batch = event_pb2.EventBatch.FromString(frame.decompress(batch.continued))
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
