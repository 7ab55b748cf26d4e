package io.vedette.transport.endpoint;

import com.google.protobuf.ByteString;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Rejection;

/// A message as it came: a batch, or why it is none.
sealed interface Inbound {

    /// A batch that can be read without surprises.
    record Valid(EventBatch batch, AgentInstance instance) implements Inbound {}

    /// A part of the frame that goes on from batch to batch of its stream, in which a batch is.
    record Continued(ByteString bytes) implements Inbound {}

    /// A batch that is refused for good: the beginning tells whose it is.
    ///
    /// @param message one sentence
    record Refused(ByteString instanceId, long sequence, Rejection.Reason reason, String message) implements Inbound {}

    /// Bytes that are no batch, nobody's.
    ///
    /// @param reason one sentence
    record Malformed(String reason) implements Inbound {}
}
