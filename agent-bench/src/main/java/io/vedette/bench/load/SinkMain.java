package io.vedette.bench.load;

import io.vedette.transport.endpoint.IngestConfig;
import io.vedette.transport.endpoint.IngestServer;
import io.vedette.transport.tls.TlsFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// An endpoint in a process of its own, so that what it takes is not counted as the agent's. Says its port on stdout,
/// then answers each line on stdin: `report` or `reset`. Ends with stdin.
///
/// With two arguments, a certificate and its key, it speaks TLS.
final class SinkMain {

    private SinkMain() {}

    public static void main(String[] args) throws IOException {
        IngestConfig config = args.length < 2
                ? IngestConfig.plaintext("127.0.0.1", 0)
                : IngestConfig.tls("127.0.0.1", 0, new TlsFiles(null, Path.of(args[0]), Path.of(args[1])));
        Sink sink = new Sink();
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (IngestServer server = IngestServer.start(config, sink, SinkMain::say)) {
            System.out.println(server.port());
            for (String line = asked.readLine(); line != null; line = asked.readLine()) {
                if (line.equals("reset")) {
                    sink.reset();
                }
                System.out.println(sink.report());
            }
        }
    }

    private static void say(String line) {
        System.err.println(line);
    }
}
