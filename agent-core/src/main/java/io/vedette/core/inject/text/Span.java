package io.vedette.core.inject.text;

/// A piece of a text.
///
/// @param start its first character
/// @param end the character behind it
public record Span(int start, int end) {}
