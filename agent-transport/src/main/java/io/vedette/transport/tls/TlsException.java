package io.vedette.transport.tls;

import java.io.IOException;

/// Files that can't be used for TLS: one sentence that says which and what to do. It quotes nothing of a key.
public final class TlsException extends IOException {

    TlsException(String sentence) {
        super(sentence);
    }
}
