package io.vedette.core.context;

import io.vedette.core.identity.Container;
import io.vedette.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The task metadata endpoint, version 4, of ECS.
///
/// Asked only when a container turns up that the last answer did not have, and never more often than the
/// endpoint's own limits allow: at most every [#LEAST_WAIT_NS], after failures more and more rarely. One
/// thread.
final class EcsMetadata {

    static final long LEAST_WAIT_NS = 5_000_000_000L;
    static final long MOST_WAIT_NS = 300_000_000_000L;
    static final int MAX_BYTES = 1 << 20;

    private final @Nullable URI task;
    private final int timeoutMs;
    private @Nullable EcsTaskFacts last;
    private String issue = "";
    private boolean asked;
    private long askedNs;
    private long waitNs = LEAST_WAIT_NS;

    /// @param endpoint value of `ECS_CONTAINER_METADATA_URI_V4`; null outside of ECS
    /// @param timeoutMs for the connection, each read, and the whole answer
    EcsMetadata(@Nullable String endpoint, int timeoutMs) {
        this.timeoutMs = timeoutMs;
        task = endpoint == null ? null : uri(endpoint);
        if (endpoint != null && task == null) {
            issue = "ECS_CONTAINER_METADATA_URI_V4 is no http address: tasks and containers have no names";
        }
    }

    private static @Nullable URI uri(String endpoint) {
        try {
            URI uri = new URI(endpoint.strip() + "/task");
            return "http".equals(uri.getScheme()) && uri.getHost() != null ? uri : null;
        } catch (java.net.URISyntaxException malformed) {
            return null;
        }
    }

    /// @return the task, if the container is one of its
    Optional<EcsTaskFacts> taskOf(Container container, long nowNs) {
        String id = container.id();
        if (container.isHost() || task == null) {
            return Optional.empty();
        }
        boolean known = last != null && last.containers().containsKey(id);
        if (!known && (!asked || nowNs - askedNs >= waitNs)) {
            ask(task, nowNs);
        }
        return Optional.ofNullable(last).filter(facts -> facts.has(id, container.cgroupPath()));
    }

    /// What is wrong with it; empty when nothing is.
    String issue() {
        return issue;
    }

    private void ask(URI uri, long nowNs) {
        asked = true;
        askedNs = nowNs;
        try {
            EcsTaskFacts answer = EcsTaskFacts.of(Json.parse(get(uri)));
            if (answer.arn().isEmpty()) {
                throw new IOException("the answer describes no task");
            }
            last = answer;
            issue = "";
            waitNs = LEAST_WAIT_NS;
        } catch (IOException failed) {
            issue = "the ECS task metadata could not be had: " + reason(failed);
            waitNs = Math.min(2 * waitNs, MOST_WAIT_NS);
        }
    }

    private byte[] get(URI uri) throws IOException {
        long endNs = System.nanoTime() + timeoutMs * 1_000_000L;
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(timeoutMs);
        connection.setReadTimeout(timeoutMs);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("HTTP status " + status);
            }
            try (InputStream body = connection.getInputStream()) {
                return read(body, endNs);
            }
        } finally {
            connection.disconnect();
        }
    }

    private static byte[] read(InputStream body, long endNs) throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        byte[] part = new byte[8192];
        for (int read = body.read(part); read >= 0; read = body.read(part)) {
            bytes.write(part, 0, read);
            if (bytes.size() > MAX_BYTES) {
                throw new IOException("the answer is longer than " + MAX_BYTES + " bytes");
            }
            if (System.nanoTime() - endNs > 0) {
                throw new IOException("the answer took too long");
            }
        }
        return bytes.toByteArray();
    }

    /// Jackson's messages have lines, and the place in the document.
    private static String reason(IOException failed) {
        String message = failed.getMessage();
        String first = message == null ? "" : message.lines().findFirst().orElse("");
        return first.isEmpty() ? failed.getClass().getSimpleName() : Texts.cut(first, 200);
    }
}
