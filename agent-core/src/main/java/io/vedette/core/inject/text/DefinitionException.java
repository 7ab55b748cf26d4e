package io.vedette.core.inject.text;

import java.io.Serial;

/// A definition can't be read, or not be changed safely. The message is one line for the person who wrote it.
public final class DefinitionException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    public DefinitionException(String message) {
        super(message);
    }
}
