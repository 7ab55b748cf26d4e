package io.vedette.core.mask;

/// Programs with short options that take a secret: `mysql -pSECRET`, `sshpass -p SECRET`, `curl -u NAME:SECRET`.
///
/// Immutable; allocates nothing when asked.
final class Tools {

    /// The option's letter, and how its value is given.
    private record Rule(String tool, char option, boolean attached, boolean separate, boolean pair) {}

    /// No program of these.
    static final int NONE = -1;

    private static final Rule[] RULES = {
        attached("mysql"),
        attached("mysqldump"),
        attached("mysqladmin"),
        attached("mysqlimport"),
        attached("mysqlshow"),
        attached("mysqlcheck"),
        attached("mariadb"),
        attached("mariadb-dump"),
        attached("mariadb-admin"),
        both("sshpass", 'p'),
        both("mongo", 'p'),
        both("mongosh", 'p'),
        both("mongodump", 'p'),
        both("mongorestore", 'p'),
        both("login", 'p'),
        both("redis-cli", 'a'),
        both("ldapsearch", 'w'),
        both("ldapmodify", 'w'),
        both("sqlcmd", 'P'),
        both("bcp", 'P'),
        new Rule("curl", 'u', true, true, true),
        new Rule("smbclient", 'U', true, true, true),
    };

    private static final boolean[] BEGINS = new boolean[256];

    static {
        for (Rule rule : RULES) {
            BEGINS[rule.tool.charAt(0)] = true;
        }
    }

    private Tools() {}

    /// @return the program that this word names, with or without its directory, or [#NONE]
    static int of(byte[] text, int from, int to) {
        int start = to;
        while (start > from && text[start - 1] != '/') {
            start--;
        }
        if (start == to || !BEGINS[text[start] & 0xFF]) {
            return NONE;
        }
        for (int rule = 0; rule < RULES.length; rule++) {
            if (isSame(text, start, to, RULES[rule].tool)) {
                return rule;
            }
        }
        return NONE;
    }

    /// @return whether this word is the option, its value following in the same word
    static boolean isAttached(int tool, byte[] text, int from, int to) {
        return tool != NONE && RULES[tool].attached && to - from > 2 && isOption(tool, text, from);
    }

    /// @return whether this word is the option, its value being the next word
    static boolean isSeparate(int tool, byte[] text, int from, int to) {
        return tool != NONE && RULES[tool].separate && to - from == 2 && isOption(tool, text, from);
    }

    /// Whether the value is `NAME:SECRET` or `NAME%SECRET`.
    static boolean isPair(int tool) {
        return RULES[tool].pair;
    }

    private static boolean isOption(int tool, byte[] text, int from) {
        return text[from] == '-' && text[from + 1] == RULES[tool].option;
    }

    private static boolean isSame(byte[] text, int from, int to, String name) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (text[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Rule attached(String tool) {
        return new Rule(tool, 'p', true, false, false);
    }

    private static Rule both(String tool, char option) {
        return new Rule(tool, option, true, true, false);
    }
}
