package io.vedette.core.identity;

import io.vedette.transport.codec.WireWriter;
import java.nio.charset.StandardCharsets;

/// The id of a process that stays the same for its life, in every stream of every agent on that machine:
/// `<12 hex digits of the boot id>-<host pid, hex>-<start time in ns of the boot clock, hex>`.
///
/// One thread uses an instance; writing allocates nothing.
public final class ExecId {

    private static final int BOOT_DIGITS = 12;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] text = new byte[BOOT_DIGITS + 1 + 8 + 1 + 16];

    /// @param bootId as `/proc/sys/kernel/random/boot_id` gives it: hex digits and dashes
    public ExecId(String bootId) {
        String digits = bootId.replace("-", "");
        if (digits.length() < BOOT_DIGITS) {
            throw new IllegalArgumentException("bootId=" + bootId + " has fewer than " + BOOT_DIGITS + " hex digits");
        }
        System.arraycopy(digits.getBytes(StandardCharsets.US_ASCII), 0, text, 0, BOOT_DIGITS);
        text[BOOT_DIGITS] = '-';
    }

    /// Writes the id of a process as a `string` field.
    public void write(WireWriter writer, int field, int tgid, long startBootTimeNs) {
        writer.bytes(field, text, 0, format(tgid, startBootTimeNs));
    }

    /// The id as text, off the hot path.
    public String text(int tgid, long startBootTimeNs) {
        return new String(text, 0, format(tgid, startBootTimeNs), StandardCharsets.US_ASCII);
    }

    private int format(int tgid, long startBootTimeNs) {
        int at = hex(BOOT_DIGITS + 1, Integer.toUnsignedLong(tgid));
        text[at++] = '-';
        return hex(at, startBootTimeNs);
    }

    private int hex(int at, long value) {
        int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(value)) / 4);
        for (int i = digits - 1; i >= 0; i--) {
            text[at + i] = HEX[(int) (value >>> (4 * (digits - 1 - i))) & 0xf];
        }
        return at + digits;
    }
}
