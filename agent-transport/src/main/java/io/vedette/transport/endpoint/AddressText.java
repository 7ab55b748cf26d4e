package io.vedette.transport.endpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vedette.v1.Address;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Addresses as text: `{"address":"10.0.0.1","port":53}`, of a unix socket `{"path":"/run/x"}`. An abstract
/// name starts with NUL, an unnamed one is empty.
final class AddressText {

    private static final int AF_UNIX = 1;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private AddressText() {}

    static Map<String, Object> of(Message owner, Object value) {
        Address address = (Address) value;
        Map<String, Object> text = new LinkedHashMap<>();
        if (!address.getPath().isEmpty() || familyOf(owner) == AF_UNIX) {
            text.put("path", ByteText.of(address.getPath()));
        } else {
            text.put("address", ipOf(address.getIp()));
            text.put("port", Integer.toUnsignedLong(address.getPort()));
        }
        return text;
    }

    /// Dotted, or with colons where a run of zeros is one `::`; other bytes in hexadecimal.
    static String ipOf(ByteString ip) {
        if (ip.size() == IPV4_BYTES) {
            return (ip.byteAt(0) & 0xff) + "." + (ip.byteAt(1) & 0xff) + "." + (ip.byteAt(2) & 0xff) + "."
                    + (ip.byteAt(3) & 0xff);
        }
        return ip.size() == IPV6_BYTES ? ipv6(ip) : HexFormat.of().formatHex(ip.toByteArray());
    }

    /// As RFC 5952 has it: the first longest run of two or more zeros is left out.
    private static String ipv6(ByteString ip) {
        int[] groups = new int[IPV6_BYTES / 2];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = ((ip.byteAt(2 * i) & 0xff) << 8) | (ip.byteAt(2 * i + 1) & 0xff);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                boolean needsColon = !text.isEmpty() && text.charAt(text.length() - 1) != ':';
                text.append(needsColon ? ":" : "").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    static int familyOf(Message owner) {
        FieldDescriptor family = owner.getDescriptorForType().findFieldByName("family");
        return family == null ? -1 : (Integer) owner.getField(family);
    }
}
