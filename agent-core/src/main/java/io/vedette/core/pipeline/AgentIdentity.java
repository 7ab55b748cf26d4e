package io.vedette.core.pipeline;

import java.nio.ByteBuffer;

/// Who sends: set once at start.
///
/// @param instanceHigh first 8 bytes of the instance id, one for each start of an agent
/// @param instanceLow last 8 bytes
/// @param version of the agent
/// @param hostName as the kernel names it
/// @param bootId the kernel's, as text
/// @param kernelRelease as `uname -r` gives it
public record AgentIdentity(
        long instanceHigh, long instanceLow, String version, String hostName, String bootId, String kernelRelease) {

    /// The 16 bytes that name this instance in each of its batches.
    public byte[] instanceId() {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(instanceHigh)
                .putLong(instanceLow)
                .array();
    }
}
