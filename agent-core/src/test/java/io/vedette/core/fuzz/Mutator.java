package io.vedette.core.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Damages good bytes as links, disks, bugs and attackers do: single bits, numbers at their bounds, pieces that are
/// missing, doubled, or from elsewhere. What it makes depends on the generator alone.
public final class Mutator {

    private static final int MOST_CHANGES = 6;
    private static final int LONGEST_PIECE = 64;
    private static final long[] BOUNDS = {
        0,
        1,
        -1,
        0x7F,
        0x80,
        0xFF,
        0x100,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x7FFF_FFFFL,
        0x8000_0000L,
        0xFFFF_FFFFL,
        4095,
        4096,
        4097,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final Random random;
    private final List<byte[]> others;

    /// @param others where pieces come from that do not belong
    public Mutator(Random random, List<byte[]> others) {
        this.random = random;
        this.others = others;
    }

    /// @return a damaged copy
    public byte[] damage(byte[] good) {
        byte[] bytes = good.clone();
        for (int change = random.nextInt(MOST_CHANGES) + 1; change > 0; change--) {
            bytes = change(bytes);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes) {
        if (bytes.length == 0) {
            return others.get(random.nextInt(others.size())).clone();
        }
        int at = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(LONGEST_PIECE));
        return switch (random.nextInt(9)) {
            case 0, 1 -> with(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(Byte.SIZE)));
            case 2 -> with(bytes, at, (byte) random.nextInt());
            case 3, 4 -> number(bytes, at, BOUNDS[random.nextInt(BOUNDS.length)]);
            case 5 -> with(bytes, at, (byte) (bytes[at] + random.nextInt(-8, 9)));
            case 6 -> replaced(bytes, at, end, new byte[0], 0, 0);
            case 7 -> replaced(bytes, at, at, bytes, at, end);
            default -> random.nextBoolean() ? Arrays.copyOf(bytes, at) : splice(bytes, at, end);
        };
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    /// Of 2, 4 or 8 bytes, the least byte first or last; mostly where such a number can stand.
    private byte[] number(byte[] bytes, int at, long value) {
        int length = 2 << random.nextInt(3);
        int start = random.nextInt(4) == 0 ? at : at / length * length;
        boolean leastFirst = random.nextBoolean();
        for (int i = 0; i < length && start + i < bytes.length; i++) {
            int shift = Byte.SIZE * (leastFirst ? i : length - 1 - i);
            bytes[start + i] = (byte) (value >>> shift);
        }
        return bytes;
    }

    private byte[] splice(byte[] bytes, int at, int end) {
        byte[] other = others.get(random.nextInt(others.size()));
        int from = random.nextInt(other.length + 1);
        int to = Math.min(other.length, from + random.nextInt(LONGEST_PIECE));
        return replaced(bytes, at, random.nextBoolean() ? at : end, other, from, to);
    }

    private static byte[] replaced(byte[] bytes, int at, int end, byte[] by, int from, int to) {
        byte[] result = new byte[bytes.length - (end - at) + (to - from)];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(by, from, result, at, to - from);
        System.arraycopy(bytes, end, result, at + to - from, bytes.length - end);
        return result;
    }
}
