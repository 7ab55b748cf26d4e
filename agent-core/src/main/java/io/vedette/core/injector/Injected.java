package io.vedette.core.injector;

import io.vedette.core.inject.Outcome;
import java.util.Arrays;
import java.util.List;

/// A definition that has been through the engine.
final class Injected {

    private final byte[] output;
    private final Outcome.State state;
    private final Result result;
    private final List<String> sentences;

    private Injected(byte[] output, Outcome.State state, Result result, List<String> sentences) {
        this.output = output;
        this.state = state;
        this.result = result;
        this.sentences = sentences;
    }

    static Injected unreadable(byte[] input, String why) {
        return of(input, Outcome.unreadable(input, why), false);
    }

    static Injected failed(byte[] input, Throwable fault) {
        return new Injected(
                input, Outcome.State.UNREADABLE, Result.FAILED, List.of("it is left as it is, for a fault: " + fault));
    }

    /// @param isOff whether the policy said no to some of it
    static Injected of(byte[] input, Outcome outcome, boolean isOff) {
        byte[] output = outcome.output();
        boolean isChanged = !Arrays.equals(input, output);
        Result result = switch (outcome.state()) {
            case DONE -> isChanged ? Result.INJECTED : Result.UNCHANGED;
            case LEFT -> isChanged ? Result.INJECTED : isOff ? Result.OFF : Result.LEFT;
            case UNREADABLE -> Result.UNREADABLE;
        };
        return new Injected(output, outcome.state(), result, outcome.sentences());
    }

    /// The definition, changed or not; the caller's own.
    byte[] output() {
        return output;
    }

    Outcome.State state() {
        return state;
    }

    Result result() {
        return result;
    }

    /// For people.
    List<String> sentences() {
        return sentences;
    }
}
