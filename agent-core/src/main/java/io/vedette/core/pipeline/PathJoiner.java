package io.vedette.core.pipeline;

import io.vedette.core.event.RecordLayout;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Joins the string that a caller gave to the directory that it counts from, and takes out what names nothing:
/// empty names, `.`, and `..` with the name before it.
///
/// It knows the file system as little as the string does: [#isExact] says when that makes no difference. One
/// thread; allocates nothing. The result stays until the next call.
final class PathJoiner {

    private final UnsafeBuffer out = new UnsafeBuffer(new byte[2 * RecordLayout.PATH_MAX + 2]);
    private int length;
    private int names;
    private boolean goesOnAfterName;

    /// @param buffer has both strings; no sensor gives more of one than [RecordLayout#PATH_MAX] bytes, and more is left
    ///     out
    /// @param base of the directory, from the root of the process; empty when `given` is absolute, or when the
    ///     directory is not known
    PathJoiner join(DirectBuffer buffer, int base, int baseLength, int given, int givenLength) {
        int most = RecordLayout.PATH_MAX;
        return joinShort(buffer, base, Math.min(baseLength, most), given, Math.min(givenLength, most));
    }

    private PathJoiner joinShort(DirectBuffer buffer, int base, int baseLength, int given, int givenLength) {
        names = 0;
        goesOnAfterName = false;
        out.putBytes(0, buffer, base, baseLength);
        length = baseLength;
        if (givenLength == 0) {
            return this;
        }
        if (baseLength == 0 && buffer.getByte(given) != '/') {
            // Nobody knows from where.
            out.putBytes(0, buffer, given, givenLength);
            length = givenLength;
            goesOnAfterName = true;
            return this;
        }
        dropTrailingSlash();
        int end = given + givenLength;
        for (int at = given; at < end; ) {
            int next = at;
            while (next < end && buffer.getByte(next) != '/') {
                next++;
            }
            name(buffer, at, next - at);
            at = next + 1;
        }
        if (length == 0) {
            out.putByte(length++, (byte) '/');
        }
        return this;
    }

    private void dropTrailingSlash() {
        if (length > 0 && out.getByte(length - 1) == '/') {
            length--;
        }
    }

    private void name(DirectBuffer buffer, int at, int nameLength) {
        if (nameLength == 0) {
            return;
        }
        goesOnAfterName |= names > 0;
        if (buffer.getByte(at) == '.' && nameLength == 1) {
            return;
        }
        if (buffer.getByte(at) == '.' && nameLength == 2 && buffer.getByte(at + 1) == '.') {
            dropLastName();
            return;
        }
        names++;
        out.putByte(length, (byte) '/');
        out.putBytes(length + 1, buffer, at, nameLength);
        length += nameLength + 1;
    }

    /// Above the root there is the root.
    private void dropLastName() {
        boolean isDropped = length == 0;
        while (!isDropped) {
            length--;
            isDropped = length == 0 || out.getByte(length) == '/';
        }
    }

    DirectBuffer buffer() {
        return out;
    }

    int length() {
        return length;
    }

    /// Whether the result is the kernel's own: symbolic links in the string could not lead elsewhere.
    ///
    /// @param followed whether the call follows a link that has the last name
    boolean isExact(boolean followed) {
        return !goesOnAfterName && (names == 0 || !followed);
    }
}
