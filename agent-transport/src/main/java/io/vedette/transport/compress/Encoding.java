package io.vedette.transport.compress;

import com.github.luben.zstd.util.Native;

/// How a message is compressed, best first. The name is that of gRPC's `grpc-encoding`.
public enum Encoding {
    ZSTD("zstd"),
    GZIP("gzip"),
    NONE("identity");

    private final String wireName;

    Encoding(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /// Whether this machine can do it: zstd needs its native library.
    public boolean isAvailable() {
        return this != ZSTD || Zstd.IS_LOADED;
    }

    private static final class Zstd {

        static final boolean IS_LOADED = load();

        private static boolean load() {
            try {
                Native.load();
                return Native.isLoaded();
            } catch (UnsatisfiedLinkError | ExceptionInInitializerError unavailable) {
                return false;
            }
        }
    }
}
