package io.vedette.transport.spool;

import static io.vedette.transport.spool.Batches.append;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    @Test
    void reportsWhatIsLeftAtTheEndOnce() {
        for (String name : List.of("a", "b", "c", "d")) {
            append(spool, name);
        }
        long[] last = {-1};
        spool.read((position, buffer, offset, length) -> last[0] = position);
        spool.ack(last[0]);
        spool.read((position, buffer, offset, length) -> last[0] = position);

        spool.close();
        spool.close();

        assertThat(listener.ended).containsExactly("b", "c", "d");
        assertThat(listener.dropped).isEmpty();
        assertThat(spool.waitingBytes()).isZero();
    }
}
