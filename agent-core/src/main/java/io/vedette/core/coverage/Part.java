package io.vedette.core.coverage;

import java.util.OptionalInt;

/// A container of a task, as the platform describes it.
///
/// @param exitCode of its last end
/// @param reason why it ended or does not start, in the platform's words; empty when it says
///     nothing
public record Part(String name, State state, OptionalInt exitCode, String reason) {

    /// How far it is.
    public enum State {
        WAITING,
        RUNNING,
        STOPPED
    }

    /// It ended, or can't start, and that was no end in order.
    boolean failed() {
        return state != State.RUNNING && (exitCode.orElse(0) != 0 || (exitCode.isEmpty() && !reason.isEmpty()));
    }

    /// `exit code 137, OutOfMemoryError: …`.
    String end() {
        String code = exitCode.isPresent() ? "exit code " + exitCode.getAsInt() : "it never ran";
        return reason.isEmpty() ? code : code + ", " + reason;
    }
}
