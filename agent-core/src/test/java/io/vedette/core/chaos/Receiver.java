package io.vedette.core.chaos;

import java.io.Closeable;
import java.io.IOException;

/// Who takes events, in whatever way.
interface Receiver extends Closeable {

    /// What it took so far of the task, as the lines that `vedette endpoint` would have written, each batch once.
    TaskLines taken() throws IOException;
}
