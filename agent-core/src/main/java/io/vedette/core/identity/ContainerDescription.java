package io.vedette.core.identity;

import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/// What was found out of a container since it was first seen: fields of its message, encoded, and the names
/// of its users.
///
/// Never changed once it is made, so any thread may read it; reading allocates nothing.
public final class ContainerDescription {

    /// Nothing yet.
    public static final ContainerDescription NONE = new ContainerDescription(new byte[0], new Int2ObjectHashMap<>());

    private final byte[] encoded;
    private final Int2ObjectHashMap<byte[]> userNames;
    private final String name;
    private final String image;

    /// Of a container without a name.
    public ContainerDescription(byte[] encoded, Int2ObjectHashMap<byte[]> userNames) {
        this(encoded, userNames, "", "");
    }

    /// Takes over all.
    ///
    /// @param encoded fields of the `Container` message, to be written behind those of the identity
    /// @param userNames UTF-8, by user id
    /// @param name empty when not known, as the image
    public ContainerDescription(byte[] encoded, Int2ObjectHashMap<byte[]> userNames, String name, String image) {
        this.encoded = encoded;
        this.userNames = userNames;
        this.name = name;
        this.image = image;
    }

    public String name() {
        return name;
    }

    public String image() {
        return image;
    }

    /// Fields of the message. Not to be written to.
    public byte[] encoded() {
        return encoded;
    }

    /// @return UTF-8, not to be written to; null when the user has no name here
    public byte @Nullable [] userName(int uid) {
        return userNames.get(uid);
    }
}
