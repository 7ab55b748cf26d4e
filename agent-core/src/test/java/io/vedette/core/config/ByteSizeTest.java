package io.vedette.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "65536, 65536",
        "64k, 65536",
        "64KiB, 65536",
        "64 KB, 65536",
        "4MiB, 4194304",
        "' 1GiB ', 1073741824",
        "7b, 7",
        "8589934591g, 9223372035781033984",
    })
    void readsWhatPeopleWrite(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "1.5MiB", "MiB", "1TiB", "0x10", "1 2", "4MiBs", "１", "1\n2"})
    void refusesTheRestInOneLine(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is no number of bytes: write 65536, 64KiB, 4MiB or 1GiB");
    }

    @Test
    void refusesMoreThanALongHolds() {
        assertThatThrownBy(() -> ByteSize.parse("8589934592g")).hasMessageContaining("is too many bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "65536, 64.0 KiB",
        "80740352, 77.0 MiB",
        "9223372036854775807, 8.0 EiB",
    })
    void showsBytesToPeople(long bytes, String text) {
        assertThat(ByteSize.format(bytes)).isEqualTo(text);
    }
}
