package io.vedette.transport.stream;

import io.grpc.Status;

/// Words for what ended a stream, on one line.
final class Sentence {

    private static final int MAX_LENGTH = 300;

    private Sentence() {}

    static String of(Endpoint endpoint, Status status) {
        StringBuilder words = new StringBuilder("endpoint ").append(endpoint);
        words.append(" ended the stream: ").append(status.getCode());
        if (status.getDescription() != null) {
            words.append(", ").append(status.getDescription());
        }
        Throwable cause = status.getCause();
        if (cause != null && cause.getMessage() != null) {
            words.append(", ").append(cause.getMessage());
        }
        return oneLine(words.toString());
    }

    static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }
}
