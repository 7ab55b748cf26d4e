package io.vedette.core.coverage;

/// What is known of an ECS task definition.
///
/// @param name `family:revision`
/// @param containers how many
public record Definition(String name, boolean hasExecutionRole, int containers, String system, String architecture) {}
