package io.vedette.core.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Asks an agent for its metrics ten times a second, on a thread of its own, and keeps what is about delivery.
final class AgentMetrics implements AutoCloseable {

    private static final Pattern ACKNOWLEDGED = Pattern.compile("(?m)^vedette_batches_acknowledged_total ([0-9.E]+)");
    private static final Pattern WAITING = Pattern.compile("(?m)^vedette_spool_batches ([0-9.E]+)");
    private static final String REQUEST = "GET /metrics HTTP/1.1\r\nHost: agent\r\nConnection: close\r\n\r\n";

    private static final int TRIES = 1000;

    private final Path socket;
    private final List<Sample> samples = new ArrayList<>();
    private final Thread thread = new Thread(this::poll, "chaos-metrics");
    private volatile boolean closing;

    private AgentMetrics(Path socket) {
        this.socket = socket;
    }

    /// @param socket where the agent listens for HTTP
    static AgentMetrics watch(Path socket) throws IOException, InterruptedException {
        AgentMetrics metrics = new AgentMetrics(socket);
        metrics.awaitFirst();
        metrics.thread.start();
        return metrics;
    }

    /// The agent listens soon after it is ready.
    private void awaitFirst() throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            try {
                now();
                return;
            } catch (SocketException absent) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        throw new AssertionError("the agent does not listen at " + socket);
    }

    /// At this moment; it is kept too.
    Sample now() throws IOException {
        String text;
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            Channels.newOutputStream(channel).write(REQUEST.getBytes(US_ASCII));
            text = new String(Channels.newInputStream(channel).readAllBytes(), US_ASCII);
        }
        Sample sample = new Sample(System.nanoTime(), value(ACKNOWLEDGED, text), value(WAITING, text));
        synchronized (samples) {
            samples.add(sample);
        }
        return sample;
    }

    /// The first one after a moment with so many batches acknowledged, or null as long as there is none.
    @Nullable
    Sample first(long afterNs, long acknowledged) {
        assertThat(thread.isAlive()).as("the agent answers").isTrue();
        synchronized (samples) {
            return samples.stream()
                    .filter(sample -> sample.ns() > afterNs && sample.acknowledged() >= acknowledged)
                    .findFirst()
                    .orElse(null);
        }
    }

    private static long value(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in the metrics: " + text);
        }
        return (long) Double.parseDouble(matcher.group(1));
    }

    private void poll() {
        try {
            while (!closing) {
                now();
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (InterruptedException end) {
            // Nothing is asked any more.
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param ns as [System#nanoTime] counts
    /// @param acknowledged batches so far
    /// @param waiting batches that are not acknowledged
    record Sample(long ns, long acknowledged, long waiting) {}
}
