package io.vedette.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class CycleWatchTest {

    private static final long STEP_NS = TimeUnit.SECONDS.toNanos(1);

    private final Cycle.Turns turns = new Cycle.Turns();
    private long nowNs = 5;

    private CycleWatch watch(boolean essential) {
        return new CycleWatch(
                List.of(new Cycle("stuck-one", essential, turns)), STEP_NS, 10 * STEP_NS, 60 * STEP_NS, nowNs);
    }

    private void pass(CycleWatch watch, int seconds) {
        for (int i = 0; i < seconds; i++) {
            nowNs += STEP_NS;
            watch.step(nowNs);
        }
    }

    @Test
    void namesTheThreadAndWhereItIs() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        Thread stuck = new Thread(() -> awaitQuietly(go), "stuck-one");
        stuck.start();
        while (stuck.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        CycleWatch watch = watch(true);
        pass(watch, 9);
        assertThat(watch.issues()).isEmpty();

        pass(watch, 1);

        assertThat(watch.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.code()).isEqualTo(IssueCode.STUCK_CYCLE);
            assertThat(issue.sentence())
                    .startsWith("stuck-one made no progress for 10 s: at ")
                    .contains("park");
        });
        go.countDown();
        stuck.join();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void timeInWhichTheWholeProcessStoodStillDoesNotCount() {
        CycleWatch watch = watch(true);
        pass(watch, 5);

        nowNs += TimeUnit.HOURS.toNanos(3);
        watch.step(nowNs);

        assertThat(watch.issues()).isEmpty();
        assertThat(watch.isHopeless()).isFalse();
    }

    @Test
    void whatIsEndedInOrderIsNotStuck() {
        CycleWatch watch = watch(true);
        pass(watch, 30);
        watch.end();

        pass(watch, 60);

        assertThat(watch.issues()).isEmpty();
        assertThat(watch.isHopeless()).isFalse();
    }

    @Test
    void aTurnMakesItWellAgain() {
        CycleWatch watch = watch(true);
        pass(watch, 59);
        turns.done();

        pass(watch, 9);

        assertThat(watch.issues()).isEmpty();
    }

    @Test
    void onlyACycleThatEventsPassThroughIsGivenUp() {
        CycleWatch essential = watch(true);
        CycleWatch helper = watch(false);
        pass(essential, 60);
        long then = nowNs;
        nowNs = 5;
        pass(helper, 60);

        assertThat(nowNs).isEqualTo(then);
        assertThat(essential.isHopeless()).isTrue();
        assertThat(helper.isHopeless()).isFalse();
        assertThat(helper.issues()).extracting(Issue::code).containsExactly(IssueCode.HELPER_STUCK);
    }
}
