package io.vedette.transport.stream;

/// What may be sent and not yet acknowledged.
///
/// @param batches at most
/// @param bytes at most, in sum and before compression; one batch is always allowed
public record Window(int batches, int bytes) {

    public static final Window DEFAULT = new Window(64, 4 << 20);

    public Window {
        if (batches < 1 || bytes < 1) {
            throw new IllegalArgumentException("window does not fit: batches=" + batches + " bytes=" + bytes);
        }
    }
}
