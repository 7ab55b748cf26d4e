package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathJoinerTest {

    private final PathJoiner joiner = new PathJoiner();

    private String join(String base, String given) {
        UnsafeBuffer buffer = new UnsafeBuffer((base + given).getBytes(StandardCharsets.ISO_8859_1));
        joiner.join(buffer, 0, base.length(), base.length(), given.length());
        byte[] bytes = new byte[joiner.length()];
        joiner.buffer().getBytes(0, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "/home, file, /home/file",
        "/, file, /file",
        "'', /file, /file",
        "'', /, /",
        "'', /a//b/./c/, /a/b/c",
        "/home/x, ../y, /home/y",
        "/home, a/../b, /home/b",
        "/home, ../../../b, /b",
        "/home, ../.., /",
        "'', /../.., /",
        "'', /a/..b/.c/..., /a/..b/.c/...",
        "/gone (deleted), x, /gone (deleted)/x",
        "/home, '', /home",
        "memfd:x, '', memfd:x",
        "/home, ., /home",
        "'', x/y, x/y",
    })
    void joins(String base, String given, String path) {
        assertThat(join(base, given)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "/home, file, true, false",
        "/home, ../file, true, false",
        "/home, ./file, true, false",
        "/home, file/, true, false",
        "/home, ., true, true",
        "/home, .., true, true",
        "/home, '', true, true",
        "'', /file, true, false",
        "/home, a/b, false, false",
        "/home, a/.., false, false",
        "/home, a/., false, false",
        "'', /a/b, false, false",
        "'', a, false, false",
    })
    void knowsWhenLinksMakeNoDifference(String base, String given, boolean exact, boolean exactWhenFollowed) {
        join(base, given);

        assertThat(joiner.isExact(false)).isEqualTo(exact);
        assertThat(joiner.isExact(true)).isEqualTo(exactWhenFollowed);
    }

    @Test
    void joinsTheLongestPaths() {
        String base = "/d".repeat(2048);
        String given = "n/".repeat(2048);

        assertThat(join(base, given)).isEqualTo(base + "/n".repeat(2048));
        assertThat(join(base, "x".repeat(4096))).isEqualTo(base + "/" + "x".repeat(4096));
        assertThat(join(base, "../".repeat(1365))).isEqualTo("/d".repeat(2048 - 1365));
    }

    @Test
    void leavesOutWhatNoPathHas() {
        String longest = "/" + "d".repeat(4095);

        assertThat(join(longest + "d".repeat(9000), "x".repeat(9000))).isEqualTo(longest + "/" + "x".repeat(4096));
    }
}
