package io.vedette.core.mask;

/// The ranges of a text that are to be masked, ascending and apart. One thread; allocates nothing.
final class Spans {

    static final int MAX = 64;

    private final int[] from = new int[MAX];
    private final int[] to = new int[MAX];
    private int count;

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    int from(int index) {
        return from[index];
    }

    int to(int index) {
        return to[index];
    }

    /// Up to where everything is masked that is to be.
    int end() {
        return count == 0 ? 0 : to[count - 1];
    }

    /// Adds a range that begins at or after the start of the last one. What is in the last one already, or
    /// is empty, changes nothing; when there is no room for one more the last one grows over it.
    void add(int start, int end) {
        if (start >= end) {
            return;
        }
        if (count > 0 && (start <= to[count - 1] || count == MAX)) {
            to[count - 1] = Math.max(to[count - 1], end);
        } else {
            from[count] = start;
            to[count++] = end;
        }
    }
}
