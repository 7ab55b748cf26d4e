package io.vedette.transport.stream;

/// What the sender tells about itself. It writes, any thread reads a snapshot.
final class StatusBook {

    private final DeliveryLog log;
    private boolean connected;
    private String endpoint = "";
    private String encoding = "";
    private String security = "";
    private long batchBytes;
    private long wireBytes;
    private long renewals;
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

    StatusBook(DeliveryLog log) {
        this.log = log;
    }

    synchronized void connected(Route to, String by, String how, long epochNs) {
        connected = true;
        endpoint = to.endpoint().toString();
        encoding = by;
        security = how;
        connectedSinceNs = epochNs;
        streams++;
    }

    synchronized void compressesBy(String name) {
        encoding = name;
    }

    synchronized void disconnected() {
        connected = false;
        endpoint = "";
        encoding = "";
        security = "";
        connectedSinceNs = 0;
        inFlight = 0;
    }

    /// Says that a stream works, once something was acknowledged on it.
    synchronized void works(Route to) {
        log.say("delivers to " + to + ", " + security + ", compression " + encoding);
    }

    synchronized void renewed() {
        renewals++;
    }

    synchronized void sent(int nowInFlight, long bytes, long onTheWire) {
        sent++;
        batchBytes += bytes;
        wireBytes += onTheWire;
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
        log.say(sentence);
    }

    synchronized PublisherStatus snapshot() {
        return new PublisherStatus(
                connected,
                endpoint,
                encoding,
                security,
                connectedSinceNs,
                acknowledgedSequence,
                lastAckNs,
                inFlight,
                sent,
                acknowledged,
                ignoredAcks,
                rejected,
                batchBytes,
                wireBytes,
                streams,
                renewals,
                lastError,
                lastErrorNs,
                lastErrorCount);
    }
}
