package io.vedette.core.inject.text;

/// Where the n-th code point of a text stands. Asked with rising numbers, mostly, it takes one pass.
final class CodePoints {

    private final String text;
    private int index;
    private int offset;

    CodePoints(String text) {
        this.text = text;
    }

    /// @param wanted a number of code points from the beginning
    /// @return characters from the beginning
    int offset(int wanted) {
        while (index > wanted) {
            offset -= Character.charCount(text.codePointBefore(offset));
            index--;
        }
        while (index < wanted && offset < text.length()) {
            offset += Character.charCount(text.codePointAt(offset));
            index++;
        }
        return offset;
    }
}
