package io.vedette.core.inject.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The characters of a file, and where its lines begin and end. Offsets count characters (`char`).
public final class Source {

    private static final int MAX_BYTES = 4 << 20;
    private static final char MARK = '\uFEFF';

    private final boolean hasMark;
    private final String text;
    private final Lines lines;

    /// @param hasMark whether a byte order mark stands before the text
    /// @param text without the mark
    Source(boolean hasMark, String text) {
        this.hasMark = hasMark;
        this.text = text;
        lines = new Lines(text);
    }

    String text() {
        return text;
    }

    /// @throws DefinitionException when it is no UTF-8, or larger than any definition
    public static Source decode(byte[] bytes) throws DefinitionException {
        if (bytes.length > MAX_BYTES) {
            throw new DefinitionException(
                    "it has " + bytes.length + " bytes, more than the " + MAX_BYTES + " that a definition may have");
        }
        CharBuffer text;
        try {
            // A new decoder reports what is malformed.
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException malformed) {
            throw new DefinitionException("it is no text in UTF-8; save it in that encoding");
        }
        boolean hasMark = !text.isEmpty() && text.charAt(0) == MARK;
        return new Source(
                hasMark, text.subSequence(hasMark ? 1 : 0, text.length()).toString());
    }

    public byte[] encode() {
        return ((hasMark ? String.valueOf(MARK) : "") + text).getBytes(StandardCharsets.UTF_8);
    }

    Source with(String changed) {
        return new Source(hasMark, changed);
    }

    /// The beginning of the line that the offset is in.
    int lineStart(int offset) {
        return lines.start(offset);
    }

    /// The end of that line, before its line break.
    int lineEnd(int offset) {
        int next = lines.next(offset, text.length());
        int end = beforeBreak(next);
        // The last line has no end of its own, and the one before it is none of its.
        return end < lines.start(offset) ? next : end;
    }

    /// The line break that ends at this offset is left out.
    int beforeBreak(int offset) {
        if (offset > 0 && text.charAt(offset - 1) == '\n') {
            return offset > 1 && text.charAt(offset - 2) == '\r' ? offset - 2 : offset - 1;
        }
        return offset > 0 && text.charAt(offset - 1) == '\r' ? offset - 1 : offset;
    }

    /// Behind the line break that begins at this offset.
    int afterBreak(int offset) {
        if (offset + 1 < text.length() && text.charAt(offset) == '\r' && text.charAt(offset + 1) == '\n') {
            return offset + 2;
        }
        return Math.min(offset + 1, text.length());
    }

    /// How lines end around this offset.
    String lineBreak(int offset) {
        int end = lineEnd(offset);
        if (end == text.length()) {
            end = beforeBreak(lineStart(offset));
        }
        return end < text.length() && isBreak(text.charAt(end)) ? text.substring(end, afterBreak(end)) : "\n";
    }

    /// Characters between the beginning of the line and the offset.
    int column(int offset) {
        return offset - lineStart(offset);
    }

    /// The blanks at the beginning of the offset's line.
    String indent(int offset) {
        int start = lineStart(offset);
        int end = start;
        while (end < text.length() && isBlank(text.charAt(end))) {
            end++;
        }
        return text.substring(start, end);
    }

    /// Whether only blanks stand before the offset in its line.
    boolean startsLine(int offset) {
        return lineStart(offset) + indent(offset).length() >= offset;
    }

    boolean hasBreak(int start, int end) {
        return lineEnd(start) < end;
    }

    /// @return `line L, column C` of an offset, as people count
    public String place(int offset) {
        return "line " + (lines.number(offset) + 1) + ", column " + (column(offset) + 1);
    }

    static boolean isBlank(char character) {
        return character == ' ' || character == '\t';
    }

    static boolean isBreak(char character) {
        return character == '\n' || character == '\r';
    }
}
