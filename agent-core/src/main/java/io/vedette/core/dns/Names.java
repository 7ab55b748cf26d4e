package io.vedette.core.dns;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;

/// Names of a message, with dots and without the last one. Bytes that are not UTF-8 stand as U+FFFD.
final class Names {

    private Names() {}

    /// Reads the name at the reader's index, and follows its pointers.
    static String read(ByteBuf message) {
        String name = DefaultDnsRecordDecoder.decodeName(message);
        if (name.length() > DnsReader.MAX_NAME) {
            throw new CorruptedFrameException("name of " + name.length() + " characters");
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
