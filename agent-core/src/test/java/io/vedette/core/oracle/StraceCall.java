package io.vedette.core.oracle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One line of strace: `name(argument, …) = result`.
///
/// @param error the name of the error, empty when it worked
record StraceCall(String name, List<String> arguments, String result, String error) {

    private static final Pattern CALL = Pattern.compile("([a-z0-9_]+)\\((.*)\\) += (-?[0-9]+)(.*)", Pattern.DOTALL);
    private static final Pattern CHARACTER = Pattern.compile("\\\\([0-7]{1,3}|.)|[^\\\\]", Pattern.DOTALL);
    private static final Pattern ERROR = Pattern.compile(" (E[A-Z0-9]+) .*");

    /// @return null when the line is no call that has ended
    static @Nullable StraceCall parse(String line) {
        Matcher call = CALL.matcher(line);
        if (!call.matches()) {
            return null;
        }
        Matcher error = ERROR.matcher(call.group(4));
        boolean failed = call.group(3).equals("-1") && error.matches();
        return new StraceCall(
                call.group(1), split(call.group(2)), call.group(3) + call.group(4), failed ? error.group(1) : "");
    }

    boolean worked() {
        return error.isEmpty();
    }

    String argument(int index) {
        return arguments.get(index);
    }

    int number() {
        return Integer.parseInt(result.split("[<( ]", 2)[0]);
    }

    /// Of `3</a/path>`, what the kernel calls the file.
    static String described(String descriptor) {
        int start = descriptor.indexOf('<');
        return start < 0 ? "" : descriptor.substring(start + 1, descriptor.lastIndexOf('>'));
    }

    /// The elements of `[a, b]`.
    static List<String> elements(String list) {
        return split(list.substring(1, list.length() - 1));
    }

    /// At commas that are in no string, bracket or description of a descriptor.
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        boolean escaped = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (escaped) {
                escaped = false;
            } else if (quoted) {
                escaped = c == '\\';
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if ("([{<".indexOf(c) >= 0) {
                depth++;
            } else if (")]}>".indexOf(c) >= 0) {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        if (start < text.length()) {
            parts.add(text.substring(start).strip());
        }
        return parts;
    }

    /// What a string of C says.
    static String unquote(String literal) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher matcher = CHARACTER.matcher(literal.substring(1, literal.lastIndexOf('"')));
        while (matcher.find()) {
            String text = matcher.group();
            bytes.write(text.length() == 1 ? text.charAt(0) : escaped(text.substring(1)));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int escaped(String text) {
        int known = "ntrvf".indexOf(text.charAt(0));
        if (known >= 0) {
            return "\n\t\r\u000b\f".charAt(known);
        }
        return Character.isDigit(text.charAt(0)) ? Integer.parseInt(text, 8) : text.charAt(0);
    }
}
