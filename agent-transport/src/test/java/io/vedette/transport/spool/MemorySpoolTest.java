package io.vedette.transport.spool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MemorySpoolTest extends SpoolContract {

    @Override
    Spool open() {
        return new MemorySpool(QUOTA_BYTES, listener);
    }

    @Test
    void saysThatNothingSurvives() {
        assertThat(spool.isDurable()).isFalse();
    }
}
