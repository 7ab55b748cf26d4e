package io.vedette.core.pipeline;

import com.google.protobuf.ByteString;
import io.vedette.core.dns.DnsBytes;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.event.RecordShape;
import io.vedette.core.pipeline.Facts.ExecFact;
import io.vedette.core.pipeline.Facts.ExecFailedFact;
import io.vedette.core.pipeline.Facts.ExitFact;
import io.vedette.core.pipeline.Facts.ForkFact;
import io.vedette.core.pipeline.Facts.Life;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/// Valid records of every kind that there is.
final class RecordSeeds {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final byte[] DNS = DnsBytes.header(7, DnsBytes.RESPONSE, 1, 2, 0, 0)
            .question("www.example.com", 1)
            .pointer(12)
            .record(1, 60, 192, 0, 2, 1)
            .pointer(12)
            .record(5, 60, 3, 'f', 'o', 'o', 0xC0, 16)
            .bytes();

    private RecordSeeds() {}

    static List<byte[]> all(Random random) {
        List<byte[]> seeds = new ArrayList<>();
        Life life = life(random);
        ByteString path = ByteString.copyFromUtf8("/usr/bin/some/../prog");
        ByteString args = ByteString.copyFromUtf8("prog\0--password=x\0\0last\0");
        ExecFact exec = ExecFact.plain(life, 1000, "/usr/bin/prog", args.toStringUtf8());
        seeds.add(bytes(RecordBytes.of(exec)));
        seeds.add(bytes(RecordBytes.of(exec.asRunning())));
        seeds.add(bytes(RecordBytes.of(new ExecFailedFact(life, 1001, 5, 0, 2, args.size(), path, args))));
        seeds.add(bytes(RecordBytes.of(ForkFact.plain(life, 1002, life(random)))));
        seeds.add(bytes(RecordBytes.of(ExitFact.plain(life, 1003))));
        seeds.add(bytes(RecordBytes.cgroup(life.cgroupId(), "/docker/" + Harness.containerId(life.cgroupId()))));
        for (int kind = 0; kind <= Kinds.DNS; kind++) {
            RecordShape shape = RecordShape.of(kind);
            if (shape != null) {
                seeds.add(detail(shape, life, random));
            }
        }
        return seeds;
    }

    /// Few, so that they meet again.
    private static Life life(Random random) {
        int tgid = 2 + random.nextInt(40);
        return new Life(tgid, tgid * 10L, 1, 10, 1 + random.nextInt(8), 0xF000_0000 + random.nextInt(4), 0xF000_0001);
    }

    private static byte[] detail(RecordShape shape, Life life, Random random) {
        byte[][] parts = new byte[shape.tailLengths().size()][];
        int length = shape.fixedLength();
        for (int part = 0; part < parts.length; part++) {
            parts[part] = shape.kind() == Kinds.DNS ? DNS : path(random);
            length += parts[part].length;
        }
        UnsafeBuffer record = new UnsafeBuffer(new byte[length]);
        for (int at = RecordLayout.HEADER_LENGTH; at < shape.fixedLength(); at++) {
            // Mostly what enums, flags and small numbers are.
            record.putByte(at, (byte) (random.nextInt(4) > 0 ? random.nextInt(4) : random.nextInt()));
        }
        header(record, shape.kind(), life);
        int at = shape.fixedLength();
        for (int part = 0; part < parts.length; part++) {
            record.putShort(shape.tailLengths().get(part), (short) parts[part].length, ORDER);
            record.putBytes(at, parts[part]);
            at += parts[part].length;
        }
        return bytes(record);
    }

    private static void header(UnsafeBuffer record, int kind, Life life) {
        record.putBytes(0, bytes(RecordBytes.of(ExitFact.plain(life, 2000))), 0, RecordLayout.HEADER_LENGTH);
        record.putShort(RecordLayout.KIND, (short) kind, ORDER);
        repair(record);
    }

    /// Gives a damaged record the size that it says to have, so that it gets beyond the first look.
    static void repair(UnsafeBuffer record) {
        if (record.capacity() >= RecordLayout.HEADER_LENGTH) {
            record.putInt(RecordLayout.SIZE, record.capacity(), ORDER);
            record.putShort(RecordLayout.ABI_OFFSET, (short) RecordLayout.ABI, ORDER);
        }
    }

    /// Gives the last part of its tail what the others left of it, so that it gets beyond the second look.
    static void repairTail(UnsafeBuffer record) {
        repair(record);
        RecordShape shape = record.capacity() < RecordLayout.HEADER_LENGTH
                ? null
                : RecordShape.of(record.getShort(RecordLayout.KIND, ORDER) & 0xFFFF);
        if (shape == null || shape.tailLengths().isEmpty() || record.capacity() < shape.fixedLength()) {
            return;
        }
        int left = record.capacity() - shape.fixedLength();
        for (int lengthField :
                shape.tailLengths().subList(0, shape.tailLengths().size() - 1)) {
            int length = Math.min(left, record.getShort(lengthField, ORDER) & 0xFFFF);
            record.putShort(lengthField, (short) length, ORDER);
            left -= length;
        }
        record.putShort(shape.tailLengths().getLast(), (short) left, ORDER);
    }

    private static byte[] path(Random random) {
        String name = random.nextBoolean() ? "/dir/../x/./" + (char) random.nextInt(256) : "/long-name-of-a-dir";
        int times = random.nextInt(20) == 0 ? random.nextInt(500) : random.nextInt(3);
        return name.repeat(times).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(UnsafeBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
