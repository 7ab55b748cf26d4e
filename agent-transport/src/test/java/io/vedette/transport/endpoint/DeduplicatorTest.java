package io.vedette.transport.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DeduplicatorTest {

    private final Deduplicator deduplicator = new Deduplicator(3);

    @Test
    void knowsRepeatsByTheHighestSequence() {
        AgentInstance one = new AgentInstance(0, 1);
        assertThat(deduplicator.isRepeat(one, 1)).isFalse();

        deduplicator.accepted(one, 5);

        assertThat(deduplicator.isRepeat(one, 5)).isTrue();
        assertThat(deduplicator.isRepeat(one, 4)).isTrue();
        assertThat(deduplicator.isRepeat(one, 6)).isFalse();
        assertThat(deduplicator.isRepeat(new AgentInstance(1, 0), 1)).isFalse();
    }

    @Test
    void forgetsTheInstanceNotHeardOfForTheLongest() {
        for (int i = 1; i <= 3; i++) {
            deduplicator.accepted(new AgentInstance(0, i), 1);
        }
        deduplicator.isRepeat(new AgentInstance(0, 1), 1);

        deduplicator.accepted(new AgentInstance(0, 4), 1);

        assertThat(deduplicator.size()).isEqualTo(3);
        assertThat(deduplicator.isRepeat(new AgentInstance(0, 1), 1)).isTrue();
        assertThat(deduplicator.isRepeat(new AgentInstance(0, 2), 1)).isFalse();
    }
}
