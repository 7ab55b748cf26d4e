package io.vedette.transport.endpoint;

/// One start of an agent: the two halves of its instance id, most significant byte first.
public record AgentInstance(long high, long low) {}
