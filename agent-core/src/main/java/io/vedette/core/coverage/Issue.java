package io.vedette.core.coverage;

/// One thing that is wrong with the coverage of a task.
///
/// @param cause a name that stays, where there are several for the code; empty where not
/// @param sentence what it is and what to do
public record Issue(Code code, String cause, String sentence) {

    static Issue of(Code code, String sentence) {
        return new Issue(code, "", sentence);
    }

    /// Whether it is the same trouble, however it is told.
    boolean isSame(Issue other) {
        return code == other.code && cause.equals(other.cause);
    }
}
