package io.vedette.core.context;

/// Texts from elsewhere, made fit to be told.
final class Texts {

    /// Longer than any name or image is.
    static final int MAX = 1024;

    private Texts() {}

    static String cut(String text) {
        return cut(text, MAX);
    }

    static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }

    /// The first one that is not empty, or an empty one.
    static String firstOf(String... texts) {
        for (String text : texts) {
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
