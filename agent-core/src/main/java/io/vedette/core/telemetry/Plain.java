package io.vedette.core.telemetry;

/// Text that is safe on a terminal and in a line of a file.
public final class Plain {

    private static final int MAX_LENGTH = 500;

    private Plain() {}

    /// One line without control characters, of a bounded length.
    public static String text(String text) {
        return unstripped(text).strip();
    }

    /// The same with the blanks around it.
    public static String unstripped(String text) {
        StringBuilder plain = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
        text.codePoints().limit(MAX_LENGTH).forEach(point -> plain.appendCodePoint(isPlain(point) ? point : ' '));
        return plain.toString();
    }

    /// Format characters can turn the direction of a line around.
    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
