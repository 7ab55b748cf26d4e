package io.vedette.transport.stream;

/// What an acknowledgement names: a batch of an agent's instance.
record Ack(long instanceHigh, long instanceLow, long sequence) {

    /// An acknowledgement that names no batch: its bytes were not of the schema.
    static final Ack UNREADABLE = new Ack(0, 0, 0);
}
