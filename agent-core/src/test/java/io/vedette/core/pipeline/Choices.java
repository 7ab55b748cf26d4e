package io.vedette.core.pipeline;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.google.protobuf.ByteString;
import java.util.Random;

/// Where a random test takes its decisions from: a seeded generator or a fuzzer.
interface Choices {

    /// @return from 0 to `bound` - 1
    int below(int bound);

    long anyLong();

    ByteString bytes(int length);

    default int anyInt() {
        return (int) anyLong();
    }

    default boolean oneIn(int n) {
        return below(n) == 0;
    }

    static Choices of(Random random) {
        return new Choices() {
            @Override
            public int below(int bound) {
                return random.nextInt(bound);
            }

            @Override
            public long anyLong() {
                return random.nextLong();
            }

            @Override
            public ByteString bytes(int length) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                return ByteString.copyFrom(bytes);
            }
        };
    }

    static Choices of(FuzzedDataProvider data) {
        return new Choices() {
            @Override
            public int below(int bound) {
                return data.consumeInt(0, bound - 1);
            }

            @Override
            public long anyLong() {
                return data.consumeLong();
            }

            @Override
            public ByteString bytes(int length) {
                byte[] told = data.consumeBytes(Math.min(length, 64));
                byte[] bytes = new byte[length];
                System.arraycopy(told, 0, bytes, 0, told.length);
                return ByteString.copyFrom(bytes);
            }
        };
    }
}
