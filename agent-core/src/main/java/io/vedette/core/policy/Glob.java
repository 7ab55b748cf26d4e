package io.vedette.core.policy;

/// A text in which each `*` stands for any characters, or for none.
record Glob(String text) {

    private static final char ANY = '*';

    boolean isExact() {
        return text.indexOf(ANY) < 0;
    }

    /// Takes time in proportion to the product of the lengths at most.
    boolean matches(String value) {
        int at = 0;
        int pattern = 0;
        int star = -1;
        int resumed = 0;
        while (at < value.length()) {
            boolean isStar = pattern < text.length() && text.charAt(pattern) == ANY;
            if (isStar) {
                star = pattern++;
                resumed = at;
            } else if (pattern < text.length() && text.charAt(pattern) == value.charAt(at)) {
                pattern++;
                at++;
            } else if (star >= 0) {
                pattern = star + 1;
                at = ++resumed;
            } else {
                return false;
            }
        }
        while (pattern < text.length() && text.charAt(pattern) == ANY) {
            pattern++;
        }
        return pattern == text.length();
    }

    /// Whether this matches all that the other one does, and is as exact. May say no where it is so.
    boolean covers(Glob other) {
        // Only a star takes a star.
        return isExact() == other.isExact() && matches(other.text);
    }
}
