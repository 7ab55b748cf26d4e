package io.vedette.core.mask;

/// Finds the secrets in the arguments of one program, argument by argument.
///
/// An argument with white space in it (`sh -c "…"`) is read word by word, as if each were an argument. What
/// an option or a header says of the word after it is remembered from one argument to the next.
///
/// When in doubt a value is taken for a secret: what is lost is readable, what leaks is not taken back. One
/// thread; allocates nothing.
final class SecretFinder {

    /// What the next word is.
    private enum Next {
        PLAIN,
        SECRET,
        /// As SECRET, but only when it is long: the word before it is no sure sign.
        LONG_SECRET,
        PAIR
    }

    private static final int MIN_BEARER = 8;
    private static final byte[] BEARER = SecretNames.bytes("bearer")[0];
    private static final byte[] AUTHORIZATION = SecretNames.bytes("authorization")[0];
    private static final byte[] KEY_BLOCK = SecretNames.bytes("-----BEGIN ")[0];
    private static final byte[] KEY_BLOCK_END = SecretNames.bytes("PRIVATE KEY-----")[0];

    private final SecretNames names;
    private final Spans spans;
    private Next next = Next.PLAIN;
    private int tool = Tools.NONE;
    private int argFrom;
    private int argTo;

    SecretFinder(SecretNames names, Spans spans) {
        this.names = names;
        this.spans = spans;
    }

    /// Begins with a program's first argument.
    void reset() {
        next = Next.PLAIN;
        tool = Tools.NONE;
    }

    /// Adds the secrets of the next argument.
    void find(byte[] text, int from, int to) {
        argFrom = from;
        argTo = to;
        if (next == Next.SECRET && !isOption(text, from, to)) {
            spans.add(from, to);
            next = Next.PLAIN;
            return;
        }
        int at = from;
        while (at < to) {
            while (at < to && isSpace(text[at])) {
                at++;
            }
            int start = at;
            while (at < to && !isSpace(text[at])) {
                at++;
            }
            if (start < at) {
                word(text, start, at);
                at = Math.max(at, Math.min(spans.end(), to));
            }
        }
    }

    private void word(byte[] text, int wordFrom, int wordTo) {
        int from = wordFrom;
        while (from < wordTo && isQuote(text[from])) {
            from++;
        }
        int to = from;
        while (to < wordTo && !isQuote(text[to])) {
            to++;
        }
        Next is = next;
        next = Next.PLAIN;
        if (is != Next.PLAIN && from < to && !isOption(text, from, to) && asTold(is, text, wordFrom, from, wordTo)) {
            return;
        }
        if (from == to) {
            next = is;
            return;
        }
        if (SecretNames.matches(text, from, to, BEARER) && to - from == BEARER.length) {
            next = Next.LONG_SECRET;
            return;
        }
        int named = Tools.of(text, from, to);
        tool = named == Tools.NONE ? tool : named;
        if (text[from] == '-' && option(text, from, to)) {
            return;
        }
        inside(text, wordFrom, wordTo);
    }

    /// A word of which the one before it tells what it is.
    ///
    /// @return whether it is that
    private boolean asTold(Next is, byte[] text, int wordFrom, int from, int wordTo) {
        int start = wordFrom < from ? from : wordFrom;
        int end = wordFrom < from ? closing(text, from, text[from - 1]) : wordTo;
        if (is == Next.PAIR) {
            return pair(text, start, end);
        }
        if (is == Next.LONG_SECRET && end - start < MIN_BEARER) {
            return false;
        }
        spans.add(start, end);
        return true;
    }

    private boolean pair(byte[] text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (text[at] == ':' || text[at] == '%') {
                spans.add(at + 1, to);
                return true;
            }
        }
        return false;
    }

    /// @return whether there is nothing else to be found in this word
    private boolean option(byte[] text, int from, int to) {
        if (Tools.isSeparate(tool, text, from, to)) {
            next = Tools.isPair(tool) ? Next.PAIR : Next.SECRET;
            tool = Tools.NONE;
            return true;
        }
        if (Tools.isAttached(tool, text, from, to) && text[from + 1] != '-') {
            int value = from + 2;
            boolean pair = Tools.isPair(tool);
            // The program that it runs, as sshpass does, may have an option of the same name.
            tool = Tools.NONE;
            if (pair) {
                return pair(text, value, to);
            }
            spans.add(value, from == argFrom ? argTo : to);
            return true;
        }
        for (int at = from; at < to; at++) {
            if (text[at] == '=' || text[at] == ':') {
                return false;
            }
        }
        if (names.has(text, from, to)) {
            next = Next.SECRET;
            return true;
        }
        return false;
    }

    /// Names with values, addresses, tokens and keys within a word.
    private void inside(byte[] text, int from, int to) {
        for (int at = from; at < to; at++) {
            byte b = text[at];
            if (b == '=' || b == ':') {
                int end = b == ':' && isAddress(text, at, to) ? address(text, at + 3, to) : value(text, at);
                at = Math.max(at, end - 1);
            } else if (at == from || !Tokens.isPart(text[at - 1])) {
                at = Math.max(at, tokenOrKey(text, at, to) - 1);
            }
        }
    }

    private int tokenOrKey(byte[] text, int at, int to) {
        if (text[at] == '-' && isKeyBlock(text, at)) {
            spans.add(at, argTo);
            return argTo;
        }
        int secret = Tokens.secretAt(text, at, to);
        if (secret < 0) {
            return at;
        }
        int end = Tokens.end(text, secret, to);
        spans.add(secret, end);
        return end;
    }

    /// A private key's first line: everything from there on is masked.
    private boolean isKeyBlock(byte[] text, int at) {
        if (!startsWith(text, at, KEY_BLOCK)) {
            return false;
        }
        for (int i = at + KEY_BLOCK.length; i < argTo && text[i] != '\n'; i++) {
            if (startsWith(text, i, KEY_BLOCK_END)) {
                return true;
            }
        }
        return false;
    }

    private boolean startsWith(byte[] text, int at, byte[] word) {
        if (argTo - at < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (text[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAddress(byte[] text, int colon, int to) {
        return colon + 2 < to && text[colon + 1] == '/' && text[colon + 2] == '/';
    }

    /// `//NAME:SECRET@HOST`.
    ///
    /// @return where to go on
    private int address(byte[] text, int from, int to) {
        int secret = -1;
        for (int at = from; at < to && !isQuote(text[at]); at++) {
            byte b = text[at];
            if (b == '/' || b == '?' || b == '#') {
                break;
            }
            if (b == ':' && secret < 0) {
                secret = at + 1;
            }
            if (b == '@' && secret >= 0) {
                spans.add(secret, at);
            }
        }
        return Math.max(from, spans.end());
    }

    /// A value behind its name: `NAME=VALUE`, `NAME: VALUE`, `"NAME": "VALUE"`.
    ///
    /// @return where to go on
    private int value(byte[] text, int separator) {
        int nameTo = separator;
        while (nameTo > argFrom && isQuote(text[nameTo - 1])) {
            nameTo--;
        }
        int nameFrom = nameTo;
        while (nameFrom > argFrom && (Tokens.isPart(text[nameFrom - 1]) || text[nameFrom - 1] == '/')) {
            nameFrom--;
        }
        if (!names.has(text, nameFrom, nameTo)) {
            return separator + 1;
        }
        int start = separator + 1;
        while (start < argTo && (text[start] == ' ' || text[start] == '\t')) {
            start++;
        }
        if (start == argTo) {
            // `-H "Authorization:" VALUE` is no header, but an option that ends in `:` or `=` may exist.
            next = text[nameFrom] == '-' && separator + 1 == argTo ? Next.PLAIN : next;
            return argTo;
        }
        int end = valueEnd(text, nameFrom, nameTo, separator, start);
        spans.add(isQuote(text[start]) ? start + 1 : start, end);
        return end;
    }

    private int valueEnd(byte[] text, int nameFrom, int nameTo, int separator, int start) {
        if (isQuote(text[start])) {
            return closing(text, start + 1, text[start]);
        }
        if (nameFrom == argFrom && nameTo == separator) {
            return argTo;
        }
        boolean quoted = nameFrom > argFrom && isQuote(text[nameFrom - 1]) && nameTo == separator;
        if (quoted) {
            return closing(text, start, text[nameFrom - 1]);
        }
        boolean line = nameTo == separator && SecretNames.matches(text, nameFrom, nameTo, AUTHORIZATION);
        int at = start;
        while (at < argTo && !isQuote(text[at]) && text[at] != '\n' && (line || !endsValue(text[at]))) {
            at++;
        }
        return at;
    }

    private static boolean endsValue(byte b) {
        return isSpace(b) || b == '&' || b == ';' || b == ',' || b == '}' || b == '|';
    }

    /// Where the quote ends that began before `from`.
    private int closing(byte[] text, int from, byte quote) {
        int at = from;
        while (at < argTo && text[at] != quote) {
            at += text[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, argTo);
    }

    /// Looks like an option, and so not like the value of the one before it.
    private static boolean isOption(byte[] text, int from, int to) {
        if (to - from < 2 || text[from] != '-') {
            return false;
        }
        return to - from == 2 || (text[from + 1] == '-' && SecretNames.isLetter(text[from + 2]));
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    private static boolean isQuote(byte b) {
        return b == '"' || b == '\'' || b == '`';
    }
}
