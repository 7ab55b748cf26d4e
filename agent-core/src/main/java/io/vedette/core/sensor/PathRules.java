package io.vedette.core.sensor;

import io.vedette.core.ffi.Libbpf;
import io.vedette.core.filter.Filters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/// The rules in the map `path_rules`: a path with a slash at its end, and whether files below it are wanted.
///
/// One thread, the drain. While rules change the hooks may go by some of the old and some of the new ones.
final class PathRules {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int KEY_BITS = 0;
    private static final int KEY_PATH = 4;
    private static final int MAX_PATH = 248;
    private static final int VALUE = KEY_PATH + MAX_PATH;
    private static final byte EXCLUDE = 1;
    private static final byte INCLUDE = 2;

    private final Libbpf libbpf;
    private final int mapFd;
    private final UnsafeBuffer entry = new UnsafeBuffer(ByteBuffer.allocateDirect(VALUE + Long.BYTES));
    private final Map<String, Byte> rules = new HashMap<>();

    PathRules(Libbpf libbpf, int mapFd) {
        this.libbpf = libbpf;
        this.mapFd = mapFd;
    }

    /// @return how many rules there are for the hooks to look at
    int apply(Filters filters) {
        Map<String, Byte> wanted = new HashMap<>();
        if (!filters.excludedPaths().isEmpty()) {
            filters.includedPaths().forEach(path -> wanted.put(path, INCLUDE));
            filters.excludedPaths().forEach(path -> wanted.put(path, EXCLUDE));
        }
        wanted.forEach(this::put);
        rules.keySet().removeIf(path -> {
            boolean stale = !wanted.containsKey(path);
            if (stale) {
                key(path);
                libbpf.delete(mapFd, entry.addressOffset());
            }
            return stale;
        });
        return rules.size();
    }

    private void put(String path, byte rule) {
        Byte before = rules.get(path);
        if (before == null || before != rule) {
            key(path);
            entry.putByte(VALUE, rule);
            if (libbpf.update(mapFd, entry.addressOffset(), entry.addressOffset() + VALUE) == 0) {
                rules.put(path, rule);
            }
        }
    }

    private void key(String path) {
        byte[] bytes = (path.endsWith("/") ? path : path + "/").getBytes(StandardCharsets.UTF_8);
        entry.setMemory(0, entry.capacity(), (byte) 0);
        entry.putInt(KEY_BITS, bytes.length * Byte.SIZE, ORDER);
        entry.putBytes(KEY_PATH, bytes);
    }
}
