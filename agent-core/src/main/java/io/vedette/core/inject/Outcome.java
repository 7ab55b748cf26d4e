package io.vedette.core.inject;

import java.util.List;

/// What came of a definition.
public final class Outcome {

    /// Whether it came as it was asked for.
    public enum State {
        /// All of it did, by a change or without one.
        DONE,
        /// Something in it stays as it was, for a reason that a sentence tells.
        LEFT,
        /// It, or what is said about it elsewhere, can't be understood, and it stays as it was.
        UNREADABLE
    }

    private final byte[] output;
    private final State state;
    private final List<String> sentences;

    /// @param sentences for people, one line each
    Outcome(byte[] output, State state, List<String> sentences) {
        this.output = output;
        this.state = state;
        this.sentences = List.copyOf(sentences);
    }

    /// What comes of a definition when something that is needed can't be understood.
    ///
    /// @param why what it is, and where
    public static Outcome unreadable(byte[] input, String why) {
        return new Outcome(input, State.UNREADABLE, List.of(why + "; it is left as it is"));
    }

    /// All bytes of the definition, changed or not; the caller's own.
    public byte[] output() {
        return output.clone();
    }

    public State state() {
        return state;
    }

    public List<String> sentences() {
        return sentences;
    }
}
