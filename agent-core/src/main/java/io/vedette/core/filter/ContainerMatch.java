package io.vedette.core.filter;

import java.util.regex.Pattern;

/// Whether a container is the one that somebody named: by its full id, by at least eight hexadecimal digits
/// that its id begins with, by its name, or by its image with or without tag and digest.
final class ContainerMatch {

    private static final Pattern ID_START = Pattern.compile("[0-9a-f]{8,}");

    private ContainerMatch() {}

    static boolean matches(String named, String id, String name, String image) {
        return named.equals(id)
                || named.equals(name)
                || named.equals(image)
                || named.equals(repository(image))
                || (ID_START.matcher(named).matches() && id.startsWith(named));
    }

    /// The image without tag and digest.
    private static String repository(String image) {
        int digest = image.indexOf('@');
        String tagged = digest < 0 ? image : image.substring(0, digest);
        int tag = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
        return tag < 0 ? tagged : tagged.substring(0, tag);
    }
}
