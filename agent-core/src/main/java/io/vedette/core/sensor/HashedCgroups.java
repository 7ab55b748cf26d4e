package io.vedette.core.sensor;

import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.event.RecordLayout;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.UnsafeBuffer;

/// Cgroups by the hash of their path, where their inodes are not to be seen: the FNV-1a hash of 64 bits, as the tracer
/// makes it.
///
/// Each path is told once. One thread uses it.
final class HashedCgroups implements ProcfsSnapshot.Cgroups {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final String VERSION_2 = "0::";
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int BYTE = 0xFF;
    private static final int MAX_TOLD = 4096;

    private final LongHashSet told = new LongHashSet();
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[RecordLayout.CGROUP_LENGTH + RecordLayout.PATH_MAX]);

    @Override
    public long idOf(Path directory, RecordHandler handler) {
        byte[] path = path(directory);
        if (path.length == 0) {
            return 0;
        }
        long id = hash(path);
        if (!told.contains(id)) {
            if (told.size() >= MAX_TOLD) {
                told.clear();
            }
            told.add(id);
            handler.onRecord(record, 0, build(id, path));
        }
        return id;
    }

    /// It is told again when a process in it is.
    void forget(long cgroupId) {
        told.remove(cgroupId);
    }

    private int build(long id, byte[] path) {
        int kept = Math.min(path.length, RecordLayout.PATH_MAX);
        int size = RecordLayout.CGROUP_LENGTH + kept;
        record.setMemory(0, RecordLayout.CGROUP_LENGTH, (byte) 0);
        record.putInt(RecordLayout.SIZE, size, ORDER);
        record.putShort(RecordLayout.KIND, (short) Kinds.CGROUP, ORDER);
        record.putShort(RecordLayout.ABI_OFFSET, (short) RecordLayout.ABI, ORDER);
        record.putLong(RecordLayout.CGROUP_ID, id, ORDER);
        record.putShort(RecordLayout.CGROUP_PATH_LEN, (short) kept, ORDER);
        record.putBytes(RecordLayout.CGROUP_LENGTH, path, 0, kept);
        return size;
    }

    /// Of version 2, or the first one of version 1 where there is none.
    private static byte[] path(Path directory) {
        try {
            List<String> lines = Files.readAllLines(directory.resolve("cgroup"), StandardCharsets.ISO_8859_1);
            String line = lines.stream()
                    .filter(one -> one.startsWith(VERSION_2))
                    .findFirst()
                    .orElse(lines.isEmpty() ? "" : lines.getFirst());
            int slash = line.indexOf('/');
            return slash < 0 ? new byte[0] : line.substring(slash).getBytes(StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return new byte[0];
        }
    }

    private static long hash(byte[] path) {
        long hash = FNV_OFFSET;
        for (byte one : path) {
            hash = (hash ^ (one & BYTE)) * FNV_PRIME;
        }
        return hash;
    }
}
