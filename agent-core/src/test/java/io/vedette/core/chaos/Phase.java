package io.vedette.core.chaos;

/// A time in the life of a task, in which requests are asked and, but for the first one, a one-off app runs.
enum Phase {
    /// The containers start at the same time.
    START('s'),
    /// Nothing has been done to the agent yet.
    BEFORE('b'),
    /// The fault comes and stays.
    DURING('d'),
    /// What can be healed was healed.
    AFTER('a');

    private final char letter;

    Phase(char letter) {
        this.letter = letter;
    }

    /// As the app calls it.
    char letter() {
        return letter;
    }

    /// Of the one-off app that runs then.
    String job() {
        return "job-" + name().toLowerCase(java.util.Locale.ROOT);
    }
}
