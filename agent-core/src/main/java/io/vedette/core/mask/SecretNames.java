package io.vedette.core.mask;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Which names of options, variables and headers have a secret as their value.
///
/// A name is secret when it has one of the long words anywhere, one of the short ones as a word of its own,
/// or is one that the operator added; but not when it ends in a way that says that the value is something
/// else, as the path of a file. Case counts for nothing, and `-` is the same as `_`. Immutable; allocates
/// nothing when asked.
final class SecretNames {

    private static final byte[][] ANYWHERE = bytes(
            "password",
            "passwd",
            "passphrase",
            "secret",
            "token",
            "api_key",
            "apikey",
            "access_key",
            "accesskey",
            "private_key",
            "privatekey",
            "account_key",
            "accountkey",
            "encryption_key",
            "credential",
            "authorization",
            "connection_string");

    private static final byte[][] WORDS = bytes("pass", "pwd", "pw", "auth", "jwt", "cookie", "sessionid");

    private static final byte[][] HARMLESS_ENDS =
            bytes("_file", "file", "_path", "_dir", "_stdin", "key_id", "keyid", "_count", "_type", "_url");

    private static final byte[][] HARMLESS_STARTS = bytes("no_", "without_");

    /// The bytes that a long or a short word begins with: most names have few of them.
    private static final boolean[] BEGINS = new boolean[256];

    static {
        for (byte[] word : ANYWHERE) {
            BEGINS[word[0]] = true;
        }
        for (byte[] word : WORDS) {
            BEGINS[word[0]] = true;
        }
    }

    private final byte[][] added;

    /// @param added whole names, without dashes before them
    SecretNames(List<String> added) {
        this.added = bytes(added.stream()
                .map(name ->
                        name.replaceFirst("^-+", "").toLowerCase(Locale.ROOT).replace('-', '_'))
                .filter(name -> !name.isEmpty())
                .toArray(String[]::new));
    }

    /// @param from of the name, dashes before it may be in it
    boolean has(byte[] text, int from, int to) {
        int start = from;
        while (start < to && (text[start] == '-' || text[start] == '/')) {
            start++;
        }
        for (byte[] name : added) {
            if (name.length == to - start && matches(text, start, to, name)) {
                return true;
            }
        }
        return isSecret(text, start, to) && !isHarmless(text, start, to);
    }

    private static boolean isSecret(byte[] text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (BEGINS[fold(text[at]) & 0xFF] && isAny(text, at, to, ANYWHERE)) {
                return true;
            }
            if (BEGINS[fold(text[at]) & 0xFF] && (at == from || !isLetter(text[at - 1])) && isWord(text, at, to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(byte[] text, int at, int to) {
        for (byte[] word : WORDS) {
            int end = at + word.length;
            if (matches(text, at, to, word) && (end == to || !isLetter(text[end]))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHarmless(byte[] text, int from, int to) {
        for (byte[] end : HARMLESS_ENDS) {
            if (to - end.length >= from && matches(text, to - end.length, to, end)) {
                return true;
            }
        }
        return isAny(text, from, to, HARMLESS_STARTS);
    }

    private static boolean isAny(byte[] text, int at, int to, byte[][] words) {
        for (byte[] word : words) {
            if (matches(text, at, to, word)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the text goes on with this word.
    ///
    /// @param word lower case, `_` for `-`
    static boolean matches(byte[] text, int at, int to, byte[] word) {
        if (to - at < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (fold(text[at + i]) != word[i]) {
                return false;
            }
        }
        return true;
    }

    static byte fold(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b == '-' ? (byte) '_' : b;
    }

    static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }

    static byte[][] bytes(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        return bytes;
    }
}
