package io.vedette.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.transport.codec.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class ExecIdTest {

    private static final String BOOT_ID = "d5a1c2b3-9f0e-4c1d-8a7b-112233445566";

    private final ExecId execId = new ExecId(BOOT_ID);

    @Test
    void isTheBootsDigitsThePidAndTheStartInHex() {
        assertThat(execId.text(4242, 0x1234_5678_9abcL)).isEqualTo("d5a1c2b39f0e-1092-123456789abc");
        assertThat(execId.text(0, 0)).isEqualTo("d5a1c2b39f0e-0-0");
        assertThat(execId.text(-1, -1)).isEqualTo("d5a1c2b39f0e-ffffffff-ffffffffffffffff");
    }

    @Test
    void agreesWithTheStandardLibraryWhateverTheNumbers() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            int tgid = random.nextInt() >>> random.nextInt(32);
            long start = random.nextLong() >>> random.nextInt(64);
            assertThat(execId.text(tgid, start))
                    .as("-Dtest.seed=" + seed)
                    .isEqualTo("d5a1c2b39f0e-" + Integer.toHexString(tgid) + "-" + Long.toHexString(start));
        }
    }

    @Test
    void writesWhatItTells() {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[100]);
        WireWriter writer = new WireWriter(buffer.byteArray());
        execId.text(0x7fff_ffff, Long.MAX_VALUE);

        execId.write(writer, 1, 4242, 99);

        byte[] told = new byte[writer.length() - 2];
        buffer.getBytes(2, told);
        assertThat(new String(told, StandardCharsets.US_ASCII)).isEqualTo(execId.text(4242, 99));
    }

    @Test
    void refusesABootIdThatIsTooShort() {
        assertThatThrownBy(() -> new ExecId("1234-5678")).hasMessageContaining("bootId=1234-5678");
    }
}
