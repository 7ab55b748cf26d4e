package io.vedette.core.bpf;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/// What the verifier wrote about a program.
final class VerifierLog {

    private static final int TAIL_BYTES = 4096;

    private VerifierLog() {}

    /// The last line that says something: the statistics that come after it do not.
    ///
    /// @param log ends at its first NUL
    static String lastLine(DirectBuffer log) {
        int length = 0;
        while (length < log.capacity() && log.getByte(length) != 0) {
            length++;
        }
        int start = Math.max(0, length - TAIL_BYTES);
        byte[] tail = new byte[length - start];
        log.getBytes(start, tail);
        return new String(tail, StandardCharsets.US_ASCII)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("processed "))
                .reduce("", (before, line) -> line);
    }
}
