package io.vedette.core.mask;

import java.util.List;
import org.agrona.DirectBuffer;

/// Masks the secrets in the arguments of programs: each becomes `***`, before it is written anywhere.
///
/// Arguments are given one by one, in order, between [#begin] and the next program. A secret is told by the
/// name of its option, variable or header, by how it begins, or by its place in an address; that finds much
/// and can't find all. One thread; allocates nothing. The bytes that it gives are valid until the next call.
public final class ArgsMask {

    private static final byte[] MASK = {'*', '*', '*'};

    private final boolean enabled;
    private final Spans spans = new Spans();
    private final SecretFinder finder;
    private final byte[] text;
    private final byte[] masked;

    /// @param enabled otherwise everything is left as it is
    /// @param names more names of options and variables whose value is secret
    /// @param maxBytes that all arguments of a program can have
    public ArgsMask(boolean enabled, List<String> names, int maxBytes) {
        this.enabled = enabled;
        finder = new SecretFinder(new SecretNames(names), spans);
        text = new byte[maxBytes];
        masked = new byte[maxBytes + Spans.MAX * MASK.length];
    }

    /// Begins with the first argument of a program.
    public void begin() {
        finder.reset();
    }

    /// Looks at the next argument.
    ///
    /// @return the length of what to write in its place, from [#bytes()]; -1 when it is to be written as it is
    public int next(DirectBuffer source, int offset, int length) {
        if (!enabled) {
            return -1;
        }
        if (length > text.length) {
            // No sensor gives that much. It is rather not told than told unseen.
            System.arraycopy(MASK, 0, masked, 0, MASK.length);
            return MASK.length;
        }
        source.getBytes(offset, text, 0, length);
        spans.clear();
        finder.find(text, 0, length);
        return spans.count() == 0 ? -1 : replace(length);
    }

    /// What [#next] made.
    public byte[] bytes() {
        return masked;
    }

    private int replace(int length) {
        int from = 0;
        int to = 0;
        for (int i = 0; i < spans.count(); i++) {
            to = copy(text, from, spans.from(i), to);
            to = copy(MASK, 0, MASK.length, to);
            from = spans.to(i);
        }
        return copy(text, from, length, to);
    }

    private int copy(byte[] source, int from, int to, int at) {
        System.arraycopy(source, from, masked, at, to - from);
        return at + to - from;
    }
}
