package io.vedette.core.chaos;

import io.vedette.transport.endpoint.IngestConfig;
import io.vedette.transport.endpoint.IngestServer;
import io.vedette.transport.tls.TlsFiles;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A real endpoint on the task's network, outside of its containers. What it took stays when it is stopped, and
/// is known when it is started again. Used by one thread.
final class EventEndpoint implements Receiver {

    private final String host;
    private final KeptBatches kept;
    private int port;
    private @Nullable IngestServer server;

    private EventEndpoint(String host, String taskId) {
        this.host = host;
        kept = new KeptBatches(taskId);
    }

    /// @param taskId of which it keeps the events
    static EventEndpoint start(String host, String taskId) throws IOException {
        EventEndpoint endpoint = new EventEndpoint(host, taskId);
        endpoint.start();
        return endpoint;
    }

    /// On the same port as before.
    void start() throws IOException {
        start(IngestConfig.plaintext(host, port));
    }

    /// With TLS.
    void start(int atPort, TlsFiles files) throws IOException {
        start(IngestConfig.tls(host, atPort, files));
    }

    private void start(IngestConfig config) throws IOException {
        IngestServer started = IngestServer.start(config, kept);
        server = started;
        port = started.port();
    }

    void stop() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /// `HOST:PORT`.
    String address() {
        return host + ":" + port;
    }

    @Override
    public TaskLines taken() throws IOException {
        return kept.lines();
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
