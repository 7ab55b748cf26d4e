package io.vedette.transport.stream;

/// What the sender tells about itself. It writes, any thread reads a snapshot.
final class StatusBook {

    private boolean connected;
    private String endpoint = "";
    private long connectedSinceNs;
    private long acknowledgedSequence;
    private long lastAckNs;
    private int inFlight;
    private long sent;
    private long acknowledged;
    private long ignoredAcks;
    private long rejected;
    private long streams;
    private String lastError = "";
    private long lastErrorNs;
    private long lastErrorCount;

    synchronized void connected(Endpoint to, long epochNs) {
        connected = true;
        endpoint = to.toString();
        connectedSinceNs = epochNs;
        streams++;
    }

    synchronized void disconnected() {
        connected = false;
        endpoint = "";
        connectedSinceNs = 0;
        inFlight = 0;
    }

    synchronized void sent(int nowInFlight) {
        sent++;
        inFlight = nowInFlight;
    }

    synchronized void acknowledged(long sequence, int nowInFlight, long epochNs) {
        acknowledgedSequence = sequence;
        acknowledged += inFlight - nowInFlight;
        inFlight = nowInFlight;
        lastAckNs = epochNs;
    }

    synchronized void ackIgnored() {
        ignoredAcks++;
    }

    synchronized void rejected() {
        rejected++;
    }

    synchronized void error(String sentence, long epochNs) {
        lastErrorCount = sentence.equals(lastError) ? lastErrorCount + 1 : 1;
        lastError = sentence;
        lastErrorNs = epochNs;
    }

    synchronized PublisherStatus snapshot() {
        return new PublisherStatus(
                connected,
                endpoint,
                connectedSinceNs,
                acknowledgedSequence,
                lastAckNs,
                inFlight,
                sent,
                acknowledged,
                ignoredAcks,
                rejected,
                streams,
                lastError,
                lastErrorNs,
                lastErrorCount);
    }
}
