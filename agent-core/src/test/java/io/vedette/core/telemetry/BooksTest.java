package io.vedette.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.v1.LossReason;
import io.vedette.v1.LossStage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class BooksTest {

    private static final int KIND = 16;

    private final Books books = new Books();
    private final BooksPage page = new BooksPage();

    @Test
    void talliesHaveNumbersFromZeroAndNamesOfTheSchema() {
        for (int number = 0; number < Tally.count(); number++) {
            Tally tally = Tally.at(number);
            assertThat(tally.number()).isEqualTo(number);
            assertThat(LossStage.forNumber(tally.stage())).isNotNull();
            assertThat(LossReason.forNumber(tally.reason())).isNotNull();
            assertThat(tally.isLoss()).isEqualTo(tally.reason() != 0);
        }
    }

    @Test
    void stageAndReasonTellLossesApart() {
        assertThat(Arrays.stream(Tally.values())
                        .filter(Tally::isLoss)
                        .map(tally -> tally.stage() * 100 + tally.reason()))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsNotSentAndNotDroppedWaits() {
        books.set(KIND, Tally.IN_KERNEL, 6);
        books.add(KIND, Tally.KERNEL_RING_FULL, 1);
        books.add(KIND, Tally.KERNEL_SKIPPED, 1);
        books.add(KIND, Tally.DRAINED, 10);
        books.add(KIND, Tally.RING_FULL, 2);
        books.add(KIND, Tally.SENT, 5);
        books.add(KIND, Tally.SPOOL_FULL, 4);

        books.read(KIND, page);

        assertThat(page.dropped()).isEqualTo(4);
        assertThat(page.inRings()).isEqualTo(3);
        assertThat(page.inKernel()).isEqualTo(6);
        assertThat(page.discarded()).isEqualTo(4);
        assertThat(page.seen())
                .isEqualTo(page.get(Tally.SENT) + page.inKernel() + page.inRings() + page.dropped())
                .isEqualTo(18);
    }

    @Test
    void aKindWithoutEventsHasNoPage() {
        books.add(KIND, Tally.DRAINED, 1);

        assertThat(books.has(KIND)).isTrue();
        assertThat(books.has(KIND + 1)).isFalse();
        assertThat(books.get(KIND + 1, Tally.DRAINED)).isZero();
    }

    @Test
    void aRecordThatIsDrainedBeforeItIsCountedDoesNotMakeItNegative() {
        books.set(KIND, Tally.IN_KERNEL, -1);
        books.add(KIND, Tally.DRAINED, 1);

        books.read(KIND, page);

        assertThat(page.inKernel()).isZero();
        assertThat(page.seen()).isEqualTo(1);
    }

    @Test
    void neverShowsALaterStageAheadOfAnEarlierOne() throws InterruptedException {
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 500_000; i++) {
                books.add(KIND, Tally.DRAINED, 1);
                books.add(KIND, Tally.SENT, 1);
            }
        });
        writer.start();
        long least = 0;

        while (writer.isAlive()) {
            books.read(KIND, page);
            least = Math.min(least, page.inRings());
        }
        writer.join();

        assertThat(least).isZero();
        books.read(KIND, page);
        assertThat(page.inRings()).isZero();
        assertThat(page.get(Tally.SENT)).isEqualTo(500_000);
    }
}
