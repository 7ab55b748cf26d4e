package io.vedette.transport.endpoint;

import io.vedette.v1.EventBatch;

/// A message as it came: a batch, or why it is none.
sealed interface Inbound {

    /// A batch that can be read without surprises.
    record Valid(EventBatch batch, AgentInstance instance) implements Inbound {}

    /// Bytes that are no batch.
    ///
    /// @param reason one sentence
    record Malformed(String reason) implements Inbound {}
}
