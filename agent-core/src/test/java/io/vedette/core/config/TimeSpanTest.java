package io.vedette.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeSpanTest {

    @ParameterizedTest
    @CsvSource({"500us, 500000", "5ms, 5000000", "10s, 10000000000", "2m, 120000000000", "' 7 S ', 7000000000"})
    void readsWhatPeopleWrite(String text, long ns) {
        assertThat(TimeSpan.parse(text)).isEqualTo(Duration.ofNanos(ns));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "ms", "-5ms", "1.5s", "1h", "5 m s", "9999999999s", "PT5S"})
    void refusesTheRestInOneLine(String text) {
        assertThatThrownBy(() -> TimeSpan.parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessage("\"" + text + "\" is no duration: write 500us, 5ms, 10s or 2m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"500us", "1us", "5ms", "1500ms", "10s", "90s", "2m", "0s"})
    void showsADurationAsItIsRead(String text) {
        assertThat(TimeSpan.format(TimeSpan.parse(text))).isEqualTo(text);
    }
}
