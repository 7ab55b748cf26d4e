package io.vedette.core.inject.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MemoryRoomTest {

    @ParameterizedTest
    @CsvSource({
        "256, 512, 128",
        "256, 2048, 128",
        "512, 4096, 128",
        "1024, 8192, 128",
        "2048, 16384, 128",
        "4096, 20480, 128",
        "4096, 30720, 128",
        "8192, 16384, 256",
        "8192, 28672, 256",
        "8192, 32768, 512",
        "8192, 61440, 512",
        "16384, 32768, 1024",
        "16384, 122880, 1024",
        "32768, 249856, 1024"
    })
    void theLimitIsThatOfGuardDutysTable(int cpu, int memory, int limit) {
        assertThat(MemoryRoom.limit(OptionalInt.of(cpu), OptionalInt.of(memory)))
                .isEqualTo(limit);
    }

    @Test
    void theLimitIsTheSmallestWhereTheSizeIsNotKnown() {
        assertThat(MemoryRoom.limit(OptionalInt.empty(), OptionalInt.of(122_880)))
                .isEqualTo(128);
        assertThat(MemoryRoom.limit(OptionalInt.of(8192), OptionalInt.empty())).isEqualTo(256);
    }

    @ParameterizedTest
    @CsvSource({"512, 512", "0.5GB, 512", "1 GB, 1024", ".25 vCPU, 256", "4 vcpu, 4096", "' 2 gb ', 2048"})
    void sizesAreReadInAllTheirForms(String text, int number) {
        assertThat(Sizes.parse(text)).hasValue(number);
    }

    @ParameterizedTest
    @CsvSource({"''", "GB", "lots", "-1", "1 TB", "99999999999", "1.2.3"})
    void whatIsNoSizeIsNone(String text) {
        assertThat(Sizes.parse(text)).isEmpty();
    }
}
