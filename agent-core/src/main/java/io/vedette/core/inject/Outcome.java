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
        /// It can't be understood, and stays as it was.
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
