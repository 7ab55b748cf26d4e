package io.vedette.core.main;

import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.ErrorHandler;

/// What is to be freed when a start fails in its middle: the last made first, each of them whatever becomes of
/// the others. One thread.
final class Undo {

    private final Deque<AutoCloseable> made = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        made.push(part);
        return part;
    }

    void all(ErrorHandler errors) {
        while (!made.isEmpty()) {
            try {
                made.pop().close();
            } catch (Throwable fault) {
                errors.onError(fault);
            }
        }
    }
}
