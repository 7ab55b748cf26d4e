package io.vedette.core.coverage;

/// A task that an agent told of.
///
/// @param key id of the task, or one of its [Names]
/// @param isDirect whether the agent was told the id, so that its events carry it
/// @param name for people
/// @param definition `family:revision`, or what there is
public record Mention(String key, boolean isDirect, Platform platform, Place place, String name, String definition) {}
