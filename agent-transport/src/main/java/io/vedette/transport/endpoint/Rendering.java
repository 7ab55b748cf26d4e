package io.vedette.transport.endpoint;

import com.google.protobuf.Message;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// What stands for the value of a field, where its type alone does not make it readable.
@FunctionalInterface
interface Rendering {

    /// The JSON value of one value, as [JsonValues] writes it; of a repeated field, of one element.
    ///
    /// @param owner the message that has the field: what a number means can depend on another field
    @Nullable
    Object of(Message owner, Object value);

    /// A number of the schema without its sign.
    static long unsigned(Object value) {
        return value instanceof Integer number ? Integer.toUnsignedLong(number) : (Long) value;
    }

    /// A number of 64 bits that has no sign.
    static Number number(long unsigned) {
        return unsigned >= 0 ? (Number) unsigned : new BigInteger(Long.toUnsignedString(unsigned));
    }
}
