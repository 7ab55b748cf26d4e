package io.vedette.core.dns;

import java.util.List;

/// What could be read of a DNS message.
///
/// @param id 0 when not even the header is whole
/// @param rcode only means something in a response
/// @param truncated the server cut the message (TC)
/// @param malformed it could not be read, or not to its end: what is here was before that
public record DnsMessage(
        int id,
        boolean response,
        int rcode,
        boolean truncated,
        boolean malformed,
        List<Question> questions,
        List<Answer> answers) {

    public DnsMessage {
        questions = List.copyOf(questions);
        answers = List.copyOf(answers);
    }

    /// @param name with dots, without the last one
    public record Question(String name, int type) {}

    /// @param ttl seconds, as an unsigned 32 bit number
    public record Answer(String name, int type, int ttl, Data data) {}

    /// What an answer gives: text, or the bytes as they are.
    public sealed interface Data {}

    /// An address, or a name with dots and without the last one.
    public record Text(String text) implements Data {}

    /// Bytes of the message; valid until the next one is read.
    ///
    /// @param offset from the start of the message
    public record Raw(int offset, int length) implements Data {}
}
