package io.vedette.transport.stream;

/// What an acknowledgement names: a batch of an agent's instance.
///
/// @param rejection why the endpoint refuses the batch for good, or empty when it has it
record Ack(long instanceHigh, long instanceLow, long sequence, String rejection) {

    /// An acknowledgement that names no batch: its bytes were not of the schema.
    static final Ack UNREADABLE = new Ack(0, 0, 0, "");
}
