package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.RecordLayout;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/// With an interval of 8 ms.
class FlushRuleTest {

    private static final long MS = 1_000_000;

    private final Harness harness = new Harness(Harness.Sizes.ROOMY, discarded -> new CountingSpool());
    private final FlushRule rule = new FlushRule(() -> 8 * MS);

    @Test
    void theFirstEventAfterAQuietTimeWaitsForOthers() {
        take(0);

        assertThat(isDue(1)).isFalse();
        assertThat(isDue(0)).isFalse();
        assertThat(left()).isEqualTo(8 * MS);

        harness.clock.advance(7 * MS);
        assertThat(isDue(0)).isFalse();
        assertThat(left()).isEqualTo(MS);

        harness.clock.advance(MS);
        assertThat(isDue(0)).isTrue();
    }

    @Test
    void whatTheDrainBringsOfAWholeTurnGoesAtOnce() {
        take(6 * MS);

        assertThat(isDue(1)).isFalse();
        assertThat(isDue(0)).isTrue();
    }

    @Test
    void theRestOfABurstTakesTheBeginningAlong() {
        take(0);
        assertThat(isDue(1)).isFalse();
        assertThat(isDue(0)).isFalse();

        harness.clock.advance(6 * MS);
        assertThat(isDue(0)).isFalse();
        take(MS);
        assertThat(isDue(1)).isFalse();

        assertThat(isDue(0)).isTrue();
    }

    @Test
    void aShipThatIsBehindMakesNoSmallBatches() {
        take(900 * MS);
        assertThat(isDue(1)).isFalse();

        harness.clock.advance(8 * MS - 1);
        assertThat(isDue(1)).isFalse();

        harness.clock.advance(1);
        assertThat(isDue(1)).isTrue();
    }

    @Test
    void whereManyComeABatchMayGetEightTimesAsOld() {
        come(12);
        take(6 * MS);

        assertThat(isDue(1)).isFalse();
        assertThat(isDue(0)).isFalse();
        assertThat(left()).isEqualTo(58 * MS);

        harness.clock.advance(58 * MS - 1);
        assertThat(isDue(0)).isFalse();
        harness.clock.advance(1);
        assertThat(isDue(0)).isTrue();
    }

    @Test
    void whereSomeComeABatchMayGetSomewhatOlder() {
        come(10);
        take(0);

        assertThat(left()).isEqualTo(36 * MS);
    }

    @Test
    void whereFewComeABurstChangesNothing() {
        come(8);
        for (int i = 0; i < 100; i++) {
            take(0);
        }

        assertThat(isDue(100)).isFalse();
        assertThat(left()).isEqualTo(8 * MS);
    }

    @Test
    void whatCameLongAgoDoesNotCount() {
        come(12);
        harness.clock.advance(1000 * MS);
        take(0);

        assertThat(isDue(1)).isFalse();
        assertThat(left()).isEqualTo(8 * MS);
    }

    /// So many in each interval, for long enough.
    private void come(int perInterval) {
        for (int i = 0; i < 41; i++) {
            harness.clock.advance(8 * MS);
            take(0);
            isDue(perInterval);
            harness.flush();
        }
    }

    /// The batch gets an event that happened so long ago.
    private void take(long ageNs) {
        UnsafeBuffer record = SyntheticRecord.fork(7, 1, 8);
        record.putLong(RecordLayout.BOOT_TIME_NS, harness.clock.bootTimeNs() - ageNs);
        harness.drain(record);
        harness.shipAll();
    }

    private boolean isDue(int records) {
        return rule.isDue(harness.batch, harness.clock.bootTimeNs(), records);
    }

    private long left() {
        return rule.leftNs(harness.batch, harness.clock.bootTimeNs());
    }
}
