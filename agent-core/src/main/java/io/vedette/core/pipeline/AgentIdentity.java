package io.vedette.core.pipeline;

/// Who sends: set once at start.
///
/// @param instanceHigh first 8 bytes of the instance id, one for each start of an agent
/// @param instanceLow last 8 bytes
/// @param version of the agent
/// @param hostName as the kernel names it
/// @param bootId the kernel's, as text
/// @param kernelRelease as `uname -r` gives it
public record AgentIdentity(
        long instanceHigh, long instanceLow, String version, String hostName, String bootId, String kernelRelease) {}
