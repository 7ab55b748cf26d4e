package io.vedette.core.main;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.pipeline.Gap;
import io.vedette.core.pipeline.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WatchedUntilFileTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long HOUR_NS = 3600 * SECOND_NS;
    private static final UUID BOOT = UUID.randomUUID();

    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path directory;

    private WatchedUntilFile open(UUID boot) throws IOException {
        return WatchedUntilFile.open(directory, clock, boot);
    }

    private void watch(UUID boot) throws IOException {
        WatchedUntilFile file = open(boot);
        assertThat(file.gap()).isEmpty();
        file.set(clock.bootTimeNs());
    }

    @Test
    void knowsNothingOfATimeBeforeTheFirstAgent() throws Exception {
        assertThat(open(BOOT).gap()).isEmpty();
    }

    @Test
    void tellsHowLongNobodyWatchedAndWhy() throws Exception {
        watch(BOOT);
        long from = clock.epochTimeNs();
        clock.advance(10 * SECOND_NS);

        assertThat(open(BOOT).gap()).contains(new Gap(from, from + 10 * SECOND_NS, "the agent ended without a stop"));
    }

    @Test
    void tellsAStop() throws Exception {
        watch(BOOT);
        open(BOOT).stopped();

        assertThat(open(BOOT).gap()).map(Gap::cause).contains("the agent was stopped");
        assertThat(open(BOOT).gap()).map(Gap::cause).contains("the agent ended without a stop");
    }

    @ParameterizedTest
    @ValueSource(longs = {-HOUR_NS, -SECOND_NS, HOUR_NS})
    void aWallClockThatIsSetNeitherHidesNorStretchesAGap(long jumpNs) throws Exception {
        watch(BOOT);
        clock.advance(SECOND_NS);
        clock.jump(jumpNs);

        long now = clock.epochTimeNs();
        assertThat(open(BOOT).gap()).contains(new Gap(now - SECOND_NS, now, "the agent ended without a stop"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-0000-0000-000000000000", "5f0b6bd1-9ba6-4f6a-8d53-1a1b5b3c8f11"})
    void fromAnotherBootTheWallClockTells(UUID other) throws Exception {
        watch(other);
        long from = clock.epochTimeNs();
        clock.advance(SECOND_NS);

        assertThat(open(BOOT).gap()).map(Gap::fromEpochNs).contains(from);
    }

    @Test
    void fromAnotherBootAndAnEarlierTimeTheGapIsToldWithoutItsStart() throws Exception {
        watch(UUID.randomUUID());
        clock.jump(-HOUR_NS);

        assertThat(open(BOOT).gap()).contains(new Gap(0, clock.epochTimeNs(), "the agent ended without a stop"));
    }

    @Test
    void readsFilesOfBefore() throws Exception {
        watch(BOOT);
        Path file = directory.resolve("watched-until");
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, 24));
        clock.advance(SECOND_NS);

        Optional<Gap> gap = open(BOOT).gap();

        assertThat(gap).map(Gap::fromEpochNs).contains(clock.epochTimeNs() - SECOND_NS);
        assertThat(Files.size(file)).isEqualTo(all.length);
    }

    @Test
    void ignoresAFileThatIsNotItsOwn() throws Exception {
        Files.write(directory.resolve("watched-until"), "something else, long enough for it all".getBytes(ISO_8859_1));

        assertThat(open(BOOT).gap()).isEmpty();
    }
}
