package io.vedette.transport.endpoint;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes as `\\u…` what would act on who looks at a line: a process may choose its name and its arguments, and people
/// read lines on terminals. Of JSON's own escapes all stay; a parser has the same text as ever.
///
/// Added are DEL and the control characters up to U+009F, which terminals obey; the line and paragraph separators, at
/// which tools cut lines; and the characters that turn the direction of writing. Immutable.
final class SafeEscapes extends CharacterEscapes {

    static final SafeEscapes INSTANCE = new SafeEscapes();

    private static final long serialVersionUID = 1;
    private static final int DEL = 0x7f;

    private final int[] ascii = standardAsciiEscapesForJSON();

    private SafeEscapes() {
        ascii[DEL] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ascii.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
        return acts(character) ? new SerializedString(String.format(Locale.ROOT, "\\u%04X", character)) : null;
    }

    private static boolean acts(int character) {
        return (character > DEL && character <= 0x9f)
                || character == 0x61c
                || (character >= 0x200e && character <= 0x200f)
                || (character >= 0x2028 && character <= 0x202e)
                || (character >= 0x2066 && character <= 0x2069);
    }
}
