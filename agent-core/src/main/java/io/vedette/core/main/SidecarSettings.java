package io.vedette.core.main;

import io.vedette.core.config.ByteSize;
import io.vedette.core.config.ConfigException;
import io.vedette.core.inject.target.Sidecar;
import io.vedette.transport.stream.Endpoint;
import java.util.regex.Pattern;

/// What [SidecarOptions] say.
final class SidecarSettings {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/@-]*");
    private static final Pattern VARIABLE = Pattern.compile("VEDETTE_[A-Z0-9_]+");

    private SidecarSettings() {}

    /// @throws ConfigException with one line about the option that can't be used
    static Sidecar of(SidecarOptions options) {
        check(NAME.matcher(options.name).matches(), "--name must be of a-z, 0-9 and -, not \"" + options.name + "\"");
        check(IMAGE.matcher(options.image).matches(), "--image is no name of an image: \"" + options.image + "\"");
        for (String variable : options.variables.keySet()) {
            check(
                    VARIABLE.matcher(variable).matches(),
                    "--env takes VEDETTE_NAME=VALUE, not the name \"" + variable + "\"");
        }
        ByteSize.parse(options.spoolQuota);
        return new Sidecar(
                options.name,
                options.image,
                endpoint(options.endpoint),
                options.spoolQuota,
                options.variables,
                options.nativeSidecar);
    }

    private static void check(boolean holds, String sentence) {
        if (!holds) {
            throw new ConfigException(sentence);
        }
    }

    private static String endpoint(String text) {
        String url = text.contains("://") ? text : "https://" + text;
        try {
            Endpoint.parse(url);
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException(String.valueOf(wrong.getMessage()));
        }
        return url;
    }
}
