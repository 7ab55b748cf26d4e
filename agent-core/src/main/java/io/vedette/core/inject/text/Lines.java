package io.vedette.core.inject.text;

import java.util.Arrays;

/// Where the lines of a text begin.
final class Lines {

    private final int[] starts;

    Lines(String text) {
        int[] found = new int[16];
        int count = 1;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            boolean isFirstOfTwo = character == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
            if (Source.isBreak(character) && !isFirstOfTwo) {
                found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
                found[count++] = at + 1;
            }
        }
        starts = Arrays.copyOf(found, count);
    }

    /// @return the number, from 0 on, of the line that the offset is in
    int number(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found : -found - 2;
    }

    /// The beginning of the line that the offset is in.
    int start(int offset) {
        return starts[number(offset)];
    }

    /// The beginning of the line after that one; the length of the text when there is none.
    int next(int offset, int length) {
        int number = number(offset);
        return number + 1 < starts.length ? starts[number + 1] : length;
    }
}
