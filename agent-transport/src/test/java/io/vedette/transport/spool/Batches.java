package io.vedette.transport.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Batches that a test can tell apart: a name, filled up with dots.
final class Batches {

    private Batches() {}

    static long append(Spool spool, String name, int length) {
        byte[] bytes = new byte[length + 3];
        Arrays.fill(bytes, (byte) '.');
        System.arraycopy(name.getBytes(US_ASCII), 0, bytes, 3, name.length());
        return spool.append(new UnsafeBuffer(bytes), 3, length);
    }

    /// With its name as the note.
    static long appendNoted(Spool spool, String name, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) '.');
        byte[] note = name.getBytes(US_ASCII);
        System.arraycopy(note, 0, bytes, 0, note.length);
        return spool.append(new UnsafeBuffer(bytes), 0, length, new UnsafeBuffer(note), 0, note.length);
    }

    static long append(Spool spool, String name) {
        return append(spool, name, 100);
    }

    static String text(DirectBuffer buffer, int offset, int length) {
        String all = buffer.getStringWithoutLengthAscii(offset, length);
        return all.substring(0, all.indexOf('.'));
    }

    static List<Read> readAll(Spool spool) {
        List<Read> all = new ArrayList<>();
        while (spool.read((position, buffer, offset, length) ->
                all.add(new Read(position, text(buffer, offset, length), length)))) {
            // until nothing is left
        }
        return all;
    }

    static List<String> names(List<Read> reads) {
        return reads.stream().map(Read::name).toList();
    }

    record Read(long position, String name, int length) {}
}
