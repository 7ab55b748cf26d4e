package io.vedette.core.telemetry;

/// One thing that is wrong.
///
/// @param sentence for people, on one line
public record Issue(IssueCode code, String sentence) {

    /// Control characters could come from a path or an endpoint's answer: they go.
    public Issue {
        sentence = Plain.text(sentence);
    }
}
