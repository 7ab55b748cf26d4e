package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.mask.MaskConfig;
import io.vedette.core.pipeline.BatchComparison.Expected;
import io.vedette.core.pipeline.Facts.ExecFact;
import io.vedette.core.pipeline.Facts.ExecFailedFact;
import io.vedette.core.pipeline.Facts.ExitFact;
import io.vedette.core.pipeline.Facts.Fact;
import io.vedette.core.pipeline.Facts.ForkFact;
import io.vedette.core.pipeline.Facts.Ids;
import io.vedette.core.pipeline.Facts.Life;
import io.vedette.core.pipeline.ProcessModel.Image;
import io.vedette.core.telemetry.Books;
import io.vedette.core.telemetry.Tally;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Random processes that fork, call exec, fail to and exit, in orders that a kernel gives and in some that it
/// doesn't; what comes out in batches is held to a model.
final class EncoderScenario {

    private static final int CONTAINERS = 3;
    private static final int PID_NS = 0xEFFF_FFFC;
    private static final int ALL_INCOMPLETE = (1 << 13) - 2;

    private final Choices choices;
    private final KeptBatches spool = new KeptBatches();
    private final Harness harness;
    private final boolean everythingIsKnown;
    private final int batchBytes;
    private final ProcessModel model = new ProcessModel();
    private final Map<Long, Expected> expected = new HashMap<>();
    private final List<Life> lives = new ArrayList<>();
    private final List<ForkFact> lateForks = new ArrayList<>();

    /// @param everythingIsKnown whether the tables are large enough for all that comes
    EncoderScenario(Choices choices, Harness.Sizes sizes, boolean everythingIsKnown) {
        this.choices = choices;
        this.everythingIsKnown = everythingIsKnown;
        batchBytes = sizes.batchBytes();
        harness = new Harness(sizes, new MaskConfig(false, List.of()), discarded -> spool);
        harness.tellContainers(CONTAINERS);
        harness.drain(RecordBytes.cgroup(CONTAINERS + 1, "/init.scope"));
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            step();
            if (choices.oneIn(4) || harness.rings.get(0) == null || isAnyRingHalfFull()) {
                harness.shipAll();
            }
            if (choices.oneIn(50)) {
                harness.flush();
            }
        }
        harness.shipAll();
        harness.flush();
        check();
    }

    private boolean isAnyRingHalfFull() {
        for (int place = 0; place < harness.rings.capacity(); place++) {
            var ring = harness.rings.get(place);
            if (ring != null && ring.waitingBytes() > 1 << 17) {
                return true;
            }
        }
        return false;
    }

    private void step() {
        harness.clock.advance(1 + choices.below(1000));
        switch (choices.below(12)) {
            case 0 -> running();
            case 1, 2, 3 -> exec(someone());
            case 4 -> execFailed(someone());
            case 5 -> exit(someone());
            case 6 -> unknownCreator();
            case 7 -> lateFork();
            case 8 -> childBeforeItsFork();
            default -> fork(choices.oneIn(3) ? someone() : newest());
        }
    }

    private void running() {
        Life life = someone();
        ExecFact running = execOf(life).asRunning();
        harness.drain(running);
        model.running(running);
    }

    private void exec(Life life) {
        ExecFact exec = execOf(life);
        Image image = model.exec(exec);
        expect(exec, image, image.execs > 1);
    }

    private ExecFact execOf(Life life) {
        return new ExecFact(
                life,
                harness.clock.bootTimeNs(),
                life.tgid(),
                incomplete(),
                false,
                ids(),
                choices.below(32),
                choices.oneIn(4) ? choices.anyInt() : life.tgid(),
                choices.below(1 << 20),
                path(),
                path(),
                path(),
                args());
    }

    private void execFailed(Life life) {
        ExecFailedFact failed = new ExecFailedFact(
                life,
                harness.clock.bootTimeNs(),
                tid(life),
                incomplete(),
                choices.below(134),
                choices.below(1 << 20),
                path(),
                args());
        expect(failed, model.findOrAdopt(failed), false);
    }

    private void exit(Life life) {
        ExitFact exit =
                new ExitFact(life, harness.clock.bootTimeNs(), tid(life), incomplete(), choices.anyInt() & 0xffff);
        expect(exit, model.findOrAdopt(exit), false);
    }

    private void fork(Life creator) {
        ForkFact fork = forkOf(creator);
        lives.add(fork.child());
        expect(fork, model.fork(fork), false);
    }

    private void childBeforeItsFork() {
        ForkFact fork = forkOf(someone());
        lives.add(fork.child());
        lateForks.add(fork);
        harness.clock.advance(1);
        if (choices.oneIn(2)) {
            exec(fork.child());
        } else {
            execFailed(fork.child());
        }
    }

    private void lateFork() {
        if (!lateForks.isEmpty()) {
            ForkFact fork = lateForks.remove(choices.below(lateForks.size()));
            expect(fork, model.fork(fork), false);
        }
    }

    private void unknownCreator() {
        Life stranger = life(choices.oneIn(2) ? 0 : choices.anyInt(), choices.anyLong());
        lives.add(stranger);
        fork(stranger);
    }

    private ForkFact forkOf(Life creator) {
        Life child = life(creator.tgid(), creator.start());
        return new ForkFact(
                creator, harness.clock.bootTimeNs(), tid(creator), incomplete(), child, ids(), choices.anyLong());
    }

    private void expect(Fact fact, Image image, boolean inPlace) {
        long cgroup = fact.life().cgroupId();
        String container = cgroup <= CONTAINERS ? Harness.containerId(cgroup) : "";
        expected.put(fact.bootTimeNs() + ManualClock.BOOT_EPOCH_NS, new Expected(fact, image, inPlace, container));
        harness.drain(fact);
    }

    private Life someone() {
        return lives.isEmpty() ? newest() : lives.get(choices.below(lives.size()));
    }

    private Life newest() {
        if (lives.isEmpty()) {
            lives.add(life(0, 0));
        }
        return lives.getLast();
    }

    /// Few pids, so that they are used again.
    private Life life(int parentTgid, long parentStart) {
        long start = harness.clock.bootTimeNs();
        long cgroup = choices.below(CONTAINERS + 1) + 1L;
        return new Life(2 + choices.below(64), start, parentTgid, parentStart, cgroup, choices.anyInt(), PID_NS);
    }

    private int tid(Life life) {
        return choices.oneIn(3) ? choices.anyInt() : life.tgid();
    }

    private int incomplete() {
        return choices.oneIn(3) ? choices.anyInt() & ALL_INCOMPLETE & ~(1 << 9 | 1 << 10) : 0;
    }

    private ByteString path() {
        return choices.bytes(choices.oneIn(30) ? RecordLayout.PATH_MAX : choices.below(20));
    }

    private ByteString args() {
        return choices.bytes(choices.oneIn(30) ? RecordLayout.ARGS_MAX : choices.below(60));
    }

    private Ids ids() {
        return new Ids(
                choices.anyLong(),
                choices.anyLong(),
                choices.anyInt(),
                choices.anyInt(),
                choices.anyInt(),
                choices.anyInt(),
                choices.anyInt(),
                choices.anyInt(),
                choices.anyInt(),
                choices.anyInt(),
                choices.anyInt(),
                choices.anyInt(),
                choices.oneIn(2) ? -1 : choices.anyInt(),
                choices.anyInt(),
                choices.anyInt(),
                choices.anyInt(),
                choices.anyInt(),
                choices.anyInt(),
                choices.anyInt(),
                choices.bytes(choices.below(17)));
    }

    private void check() {
        assertThat(harness.errors).isEmpty();
        assertThat(spool.largestBytes()).isLessThanOrEqualTo(batchBytes);
        long sequence = 0;
        for (EventBatch batch : spool.batches()) {
            assertThat(batch.getSequence()).isEqualTo(++sequence);
            BatchComparison comparison = new BatchComparison(batch, everythingIsKnown, batchBytes);
            comparison.standsAlone();
            for (Event event : batch.getEventsList()) {
                Expected its = Objects.requireNonNull(
                        expected.remove(comparison.timeOf(event)), "an event that nobody told, or told twice");
                comparison.tells(event, its);
            }
        }
        assertThat(tooLarge()).isEqualTo(expected.size());
    }

    private long tooLarge() {
        long count = 0;
        for (int index = 0; index < harness.containers.capacity(); index++) {
            var container = harness.containers.at(index);
            for (int kind = Kinds.FIRST_EVENT; container != null && kind < Books.KINDS; kind++) {
                count += container.books().get(kind, Tally.ENCODE_TOO_LARGE);
            }
        }
        return count;
    }
}
