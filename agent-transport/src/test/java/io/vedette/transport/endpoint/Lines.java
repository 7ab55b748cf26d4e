package io.vedette.transport.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Reads the lines that test batches become.
final class Lines {

    private static final Pattern CODE = Pattern.compile("\"exit\":\\{\"code\":(\\d+),");

    private Lines() {}

    /// The exit codes in a file, in order; a line without one fails the test.
    static List<Long> exitCodes(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> CODE.matcher(line)
                        .results()
                        .findFirst()
                        .map(MatchResult::group)
                        .orElse("none in " + line))
                .map(text -> Long.parseLong(text.replaceAll("\\D", "")))
                .toList();
    }
}
