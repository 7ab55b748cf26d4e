package io.vedette.core.mask;

/// Tokens that can be told by how they begin, wherever they stand. Allocates nothing when asked.
final class Tokens {

    private static final int MIN_SECRET = 10;

    private static final byte[][] PREFIXES = SecretNames.bytes(
            "ghp_",
            "gho_",
            "ghu_",
            "ghs_",
            "ghr_",
            "github_pat_",
            "glpat-",
            "xoxa-",
            "xoxb-",
            "xoxp-",
            "xoxr-",
            "xoxs-",
            "xapp-",
            "sk_live_",
            "rk_live_",
            "sk_test_",
            "sk-",
            "npm_",
            "pypi-",
            "hf_",
            "dop_v1_",
            "SG.",
            "hvs.",
            "AIza",
            "eyJ");

    private static final boolean[] FIRST = new boolean[256];

    static {
        for (byte[] prefix : PREFIXES) {
            FIRST[prefix[0]] = true;
        }
    }

    private Tokens() {}

    /// Where the secret part of a token begins that begins here, or -1.
    static int secretAt(byte[] text, int at, int to) {
        if (!FIRST[text[at] & 0xFF]) {
            return -1;
        }
        for (byte[] prefix : PREFIXES) {
            int start = at + prefix.length;
            if (isSame(text, at, to, prefix) && looksRandom(text, start, end(text, start, to))) {
                return start;
            }
        }
        return -1;
    }

    /// Long, and with a digit: names as `npm_config_registry` have none.
    private static boolean looksRandom(byte[] text, int from, int to) {
        boolean digit = false;
        for (int at = from; at < to; at++) {
            digit |= text[at] >= '0' && text[at] <= '9';
        }
        return digit && to - from >= MIN_SECRET;
    }

    /// Where a token ends.
    static int end(byte[] text, int from, int to) {
        int at = from;
        while (at < to && isPart(text[at])) {
            at++;
        }
        return at;
    }

    /// Whether a token can have this byte.
    static boolean isPart(byte b) {
        return SecretNames.isLetter(b) || (b >= '0' && b <= '9') || b == '_' || b == '-' || b == '.';
    }

    private static boolean isSame(byte[] text, int at, int to, byte[] prefix) {
        if (to - at < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (text[at + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
