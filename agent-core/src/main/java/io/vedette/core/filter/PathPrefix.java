package io.vedette.core.filter;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The form of a path that rules are made of: absolute, whole names, no slash at its end.
public final class PathPrefix {

    /// The kernel's rules have 248 bytes, with a slash at the end.
    static final int MAX_BYTES = 247;

    private PathPrefix() {}

    /// @return the path without a slash at its end
    /// @throws IllegalArgumentException naming the option and the path
    public static String checked(String option, String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(option + " must be an absolute path, not \"" + path + "\"");
        }
        String whole = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        List<String> names = List.of(whole.substring(1).split("/", -1));
        boolean plain = whole.equals("/")
                || names.stream().noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
        if (!plain || whole.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    option + " must be a path without empty names, \".\" and \"..\", not \"" + path + "\"");
        }
        int bytes = whole.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    option + " must have at most " + MAX_BYTES + " bytes, not " + bytes + ": \"" + path + "\"");
        }
        return whole;
    }
}
