package io.vedette.transport.spool;

import java.io.Serial;

/// The spool's directory cannot be used. The message is one line, meant for the operator.
public final class SpoolException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final Issue issue;

    public SpoolException(Issue issue, String message) {
        super(message);
        this.issue = issue;
    }

    /// What the caller may decide by: with [Issue#NOT_WRITABLE] and [Issue#NO_SPACE] a [MemorySpool] is a
    /// fair substitute.
    public Issue issue() {
        return issue;
    }

    /// The kinds of failure.
    public enum Issue {
        /// The directory, or a file in it, cannot be created, read or written.
        NOT_WRITABLE,
        /// Another process owns the directory.
        IN_USE,
        /// The file system has less room than the reserve.
        NO_SPACE
    }
}
