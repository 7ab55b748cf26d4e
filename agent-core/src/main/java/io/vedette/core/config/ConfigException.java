package io.vedette.core.config;

import java.io.Serial;

/// An option has a value that can't be used. The message is one line for the person who set it.
public final class ConfigException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1;

    public ConfigException(String message) {
        super(message);
    }
}
