package io.vedette.core.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderException;
import io.vedette.core.dns.DnsMessage.Question;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/// Reads DNS messages of any origin: whatever the bytes are, it answers, with what came before the first fault.
/// One thread; the message's bytes are copied into a buffer of the reader's own. Allocates what it answers.
public final class DnsReader {

    /// More questions or answers than these are read, but not told.
    public static final int MAX_QUESTIONS = 16;

    public static final int MAX_ANSWERS = 64;

    /// What the wire allows; longer ones come from pointers that go round.
    static final int MAX_NAME = 255;

    private static final int HEADER_LENGTH = 12;
    private static final int TYPE_AND_CLASS = 4;
    private static final int RESPONSE = 0x8000;
    private static final int TRUNCATED = 0x0200;
    private static final int RCODE = 0xF;

    private final byte[] bytes;
    private final ByteBuf message;
    private final RecordReader records = new RecordReader();
    private final List<Question> questions = new ArrayList<>();

    /// @param capacity of the longest message; of longer ones the rest is left out
    public DnsReader(int capacity) {
        bytes = new byte[capacity];
        message = Unpooled.wrappedBuffer(bytes);
    }

    public DnsMessage read(DirectBuffer buffer, int offset, int length) {
        int taken = Math.min(length, bytes.length);
        buffer.getBytes(offset, bytes, 0, taken);
        message.setIndex(0, taken);
        questions.clear();
        records.clear();
        if (taken < HEADER_LENGTH) {
            return new DnsMessage(0, false, 0, false, true, List.of(), List.of());
        }
        int id = message.readUnsignedShort();
        int flags = message.readUnsignedShort();
        boolean whole = readSections() && taken == length;
        return new DnsMessage(
                id,
                (flags & RESPONSE) != 0,
                flags & RCODE,
                (flags & TRUNCATED) != 0,
                !whole,
                questions,
                records.answers());
    }

    /// All four, to see whether the message is what it says; answers are told of the second only.
    private boolean readSections() {
        int questionCount = message.readUnsignedShort();
        int answerCount = message.readUnsignedShort();
        int otherCount = message.readUnsignedShort() + message.readUnsignedShort();
        try {
            return readQuestions(questionCount)
                    && readRecords(answerCount, MAX_ANSWERS)
                    && readRecords(otherCount, 0)
                    && !message.isReadable();
        } catch (DecoderException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return false;
        }
    }

    private boolean readQuestions(int count) {
        for (int i = 0; i < count; i++) {
            String name = Names.read(message);
            if (message.readableBytes() < TYPE_AND_CLASS) {
                return false;
            }
            int type = message.readUnsignedShort();
            message.skipBytes(Short.BYTES);
            if (i < MAX_QUESTIONS) {
                questions.add(new Question(name, type));
            }
        }
        return true;
    }

    private boolean readRecords(int count, int told) {
        for (int i = 0; i < count; i++) {
            if (!records.read(message, i < told)) {
                return false;
            }
        }
        return true;
    }

    /// The message that was read last: what a [DnsMessage.Raw] refers to.
    public byte[] bytes() {
        return bytes;
    }
}
