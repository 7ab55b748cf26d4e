package io.vedette.core.scenario;

/// Text for people.
final class Texts {

    private static final int LIMIT = 600;

    private Texts() {}

    static String shortened(Object what) {
        String text = String.valueOf(what);
        return text.length() <= LIMIT
                ? text
                : text.substring(0, LIMIT / 2) + " … " + text.substring(text.length() - LIMIT / 2);
    }
}
