package io.vedette.core.context;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.agrona.collections.Int2ObjectHashMap;

/// The names in a user list, by user id. Not changed once it is made.
final class UserNames {

    static final UserNames NONE = new UserNames(new Int2ObjectHashMap<>());

    private static final int MAX_USERS = 256;
    private static final int MAX_NAME = 64;
    private static final int UID = 2;

    private final Int2ObjectHashMap<byte[]> byUid;

    private UserNames(Int2ObjectHashMap<byte[]> byUid) {
        this.byUid = byUid;
    }

    /// @param passwd the list; lines that are none are left out, and of several names of a user the first
    ///     counts
    static UserNames parse(byte[] passwd) {
        Int2ObjectHashMap<byte[]> byUid = new Int2ObjectHashMap<>();
        for (String line : new String(passwd, StandardCharsets.UTF_8).split("\n", -1)) {
            String[] fields = line.split(":", -1);
            if (fields.length > UID && isName(fields[0]) && byUid.size() < MAX_USERS) {
                uid(fields[UID]).ifPresent(uid -> byUid.putIfAbsent(uid, fields[0].getBytes(StandardCharsets.UTF_8)));
            }
        }
        return new UserNames(byUid);
    }

    private static OptionalInt uid(String field) {
        try {
            return OptionalInt.of(Integer.parseUnsignedInt(field));
        } catch (NumberFormatException malformed) {
            return OptionalInt.empty();
        }
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && name.chars().allMatch(c -> c > ' ' && c != 0x7F && c != 0xFFFD)
                && !name.startsWith("#");
    }

    Int2ObjectHashMap<byte[]> byUid() {
        return byUid;
    }
}
