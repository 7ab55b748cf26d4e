package io.vedette.transport.endpoint;

import com.google.protobuf.ByteString;

/// Bytes that are text most of the time, as text all of the time, and back.
///
/// What is UTF-8 stays as it is. Each byte that is not becomes `\xHH`, and a backslash of the text that could
/// be taken for the start of such an escape becomes `\x5c`: who replaces each `\xHH` from left to right by
/// its byte has the bytes back.
final class ByteText {

    private static final String HEX = "0123456789abcdef";

    private ByteText() {}

    static String of(ByteString bytes) {
        if (bytes.isValidUtf8()) {
            return of(bytes.toStringUtf8());
        }
        StringBuilder text = new StringBuilder(bytes.size() + 16);
        int at = 0;
        while (at < bytes.size()) {
            int length = sequenceLength(bytes, at);
            if (length == 0) {
                int value = bytes.byteAt(at) & 0xff;
                text.append("\\x").append(HEX.charAt(value >> 4)).append(HEX.charAt(value & 15));
                at++;
            } else {
                int end = at + length;
                while (end < bytes.size() && sequenceLength(bytes, end) > 0) {
                    end += sequenceLength(bytes, end);
                }
                text.append(of(bytes.substring(at, end).toStringUtf8()));
                at = end;
            }
        }
        return text.toString();
    }

    static String of(String text) {
        int backslash = text.indexOf('\\');
        if (backslash < 0) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        int from = 0;
        for (; backslash >= 0; backslash = text.indexOf('\\', backslash + 1)) {
            boolean looksEscaped = backslash + 3 < text.length()
                    && text.charAt(backslash + 1) == 'x'
                    && isHex(text.charAt(backslash + 2))
                    && isHex(text.charAt(backslash + 3));
            if (looksEscaped) {
                escaped.append(text, from, backslash).append("\\x5c");
                from = backslash + 1;
            }
        }
        return escaped.append(text, from, text.length()).toString();
    }

    private static boolean isHex(char c) {
        return HEX.indexOf(Character.toLowerCase(c)) >= 0;
    }

    /// Bytes of the character that starts here, or 0 if none does.
    private static int sequenceLength(ByteString bytes, int at) {
        int first = bytes.byteAt(at) & 0xff;
        int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        boolean isWhole = length > 0 && at + length <= bytes.size();
        return isWhole && bytes.substring(at, at + length).isValidUtf8() ? length : 0;
    }
}
