package io.vedette.core.coverage;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Posts events to an address, one after the other and in their order, on the thread
/// `vedette-webhook`. One that fails is tried again, ever more rarely; meanwhile others wait, a
/// bounded number, and those that find no room are counted.
final class Webhook implements Outlet {

    private static final int WAITING = 1024;
    private static final int TIMEOUT_MS = 10_000;
    private static final int TRIES = 10;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final int FIRST_REFUSAL = 400;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_FAULT = 500;

    private final URI address;
    private final Duration firstWait;
    private final Consumer<String> log;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread = new Thread(this::run, "vedette-webhook");
    private volatile boolean ended;

    /// @param address of http or https
    /// @param firstWait before the second try; each one after it is twice as long
    /// @param log takes a sentence, on the webhook's thread
    Webhook(URI address, Duration firstWait, Consumer<String> log) {
        this.address = address;
        this.firstWait = firstWait;
        this.log = log;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void tell(byte[] event) {
        if (!waiting.offer(event)) {
            lose("too many wait already");
        }
    }

    private void run() {
        try {
            while (!ended || !waiting.isEmpty()) {
                byte[] event = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (event != null) {
                    deliver(event);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(byte[] event) throws InterruptedException {
        Duration wait = firstWait;
        String why = "";
        for (int i = 0; i < TRIES; i++) {
            try {
                int status = post(event);
                if (status < FIRST_REFUSAL) {
                    return;
                }
                why = "status " + status;
                if (status < FIRST_FAULT && status != TOO_MANY_REQUESTS) {
                    break;
                }
            } catch (IOException failed) {
                why = "" + failed.getMessage();
            }
            if (ended) {
                break;
            }
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
        }
        lose(why);
    }

    private int post(byte[] event) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(event.length);
        try {
            try (OutputStream body = connection.getOutputStream()) {
                body.write(event);
            }
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private void lose(String why) {
        long count = lost.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            log.accept("a change of coverage could not be posted to " + address.getHost() + ": " + why + " (" + count
                    + " so far)");
        }
    }

    @Override
    public long lost() {
        return lost.get();
    }

    /// Tries once more what waits, for a short while.
    @Override
    public void close() {
        ended = true;
        try {
            thread.join(1000);
            thread.interrupt();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
