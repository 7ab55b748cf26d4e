package io.vedette.core.dns;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/// Builds DNS messages byte by byte, right ones and wrong ones.
public final class DnsBytes {

    public static final int RESPONSE = 0x8000;
    public static final int TRUNCATED = 0x0200;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public static DnsBytes header(int id, int flags, int questions, int answers, int authorities, int additional) {
        return new DnsBytes().u16(id, flags, questions, answers, authorities, additional);
    }

    public DnsBytes u16(int... values) {
        for (int value : values) {
            out.write(value >> 8);
            out.write(value);
        }
        return this;
    }

    public DnsBytes u8(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    /// Labels, and the empty one at the end.
    public DnsBytes name(String dotted) {
        for (String label : dotted.split("\\.", -1)) {
            if (!label.isEmpty()) {
                byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
                out.write(bytes.length);
                out.writeBytes(bytes);
            }
        }
        out.write(0);
        return this;
    }

    public DnsBytes pointer(int to) {
        return u16(0xC000 | to);
    }

    public DnsBytes question(String name, int type) {
        return name(name).u16(type, 1);
    }

    /// All of a record but its name.
    public DnsBytes record(int type, int ttl, int... data) {
        return u16(type, 1, ttl >>> 16, ttl & 0xFFFF, data.length).u8(data);
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    static DnsMessage read(byte[] bytes) {
        return new DnsReader(4096).read(new UnsafeBuffer(bytes), 0, bytes.length);
    }
}
