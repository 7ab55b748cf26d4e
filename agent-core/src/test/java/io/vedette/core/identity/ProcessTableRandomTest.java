package io.vedette.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.ExitFlyweight;
import io.vedette.core.event.ForkFlyweight;
import io.vedette.core.pipeline.Facts.ExecFact;
import io.vedette.core.pipeline.Facts.ExitFact;
import io.vedette.core.pipeline.Facts.ForkFact;
import io.vedette.core.pipeline.Facts.Life;
import io.vedette.core.pipeline.RecordBytes;
import io.vedette.core.ring.Memory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A million random steps beside maps of the standard library: what lives and what is pinned is always there
/// and right, and when all is over nothing is left.
final class ProcessTableRandomTest {

    private static final int STEPS = 1_000_000;
    private static final int SLOTS = 512;
    private static final long GRACE = 500;

    /// A living process that the table must know.
    private record Known(Life life, String binary) {}

    private record Pinned(long image, String binary) {}

    private final long seed = Long.getLong("test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final ProcessTable table = new ProcessTable(SLOTS, 1 << 20, GRACE, Memory.OF_THE_JVM);
    private final ProcessImage image = table.newImageView();
    private final Map<Integer, Known> living = new HashMap<>();
    private final List<Integer> pids = new ArrayList<>();
    private final ArrayDeque<Pinned> pinned = new ArrayDeque<>();
    private long time = 1;

    @Test
    void knowsWhatLivesAndKeepsWhatIsPinnedAndLeaksNothing() {
        for (int step = 0; step < STEPS; step++) {
            time += random.nextInt(3);
            step();
            if (step % 1000 == 0) {
                living.values().forEach(this::isKnown);
                pinned.forEach(this::isKept);
            }
        }
        while (!pinned.isEmpty()) {
            release();
        }
        living.values().forEach(known -> table.onExit(find(known.life()), time));
        // Finds those whose exit was lost and whose pid was not used again.
        table.beginSnapshot();
        table.endSnapshot(time + 1);
        for (int i = 0; i < SLOTS; i++) {
            table.maintain(time + 1 + GRACE);
        }

        assertThat(table.size()).as(this::hint).isZero();
        // All the bytes are free again: as many large images fit as ever did.
        for (int i = 0; i < (1 << 20) / BlobStore.MAX_BLOCK_BYTES / 2; i++) {
            Life life = new Life(100_000 + i, time, 0, 0, 1, 1, 1);
            table.onExec(exec(life, "/" + "b".repeat(50)), 0);
            assertThat(binary(find(life))).as(this::hint).hasSize(51);
        }
    }

    private void step() {
        switch (random.nextInt(10)) {
            case 0 -> exit();
            case 1, 2 -> fork();
            case 3 -> start();
            case 4, 5 -> execSomeone();
            case 6, 7 -> pinSomeone();
            case 8 -> release();
            default -> {
                if (random.nextInt(20) == 0) {
                    table.maintain(time);
                }
            }
        }
        if (pinned.size() > 60) {
            release();
        }
    }

    private void start() {
        Life life = freshLife(0, 0);
        if (life != null) {
            String binary = "/start/" + random.nextInt(1000);
            table.onExec(exec(life, binary), 0);
            born(new Known(life, binary));
        }
    }

    private void fork() {
        Known creator = someone();
        Life child = creator == null
                ? null
                : freshLife(creator.life().tgid(), creator.life().start());
        if (creator != null && child != null) {
            ForkFact fork = ForkFact.plain(creator.life(), time, child);
            ForkFlyweight record = new ForkFlyweight().wrap(RecordBytes.of(fork), 0);
            table.onFork(record, table.findOrAdopt(record, 0), 0);
            born(new Known(child, creator.binary()));
        }
    }

    private void execSomeone() {
        Known who = someone();
        if (who != null) {
            String binary = "/exec/" + "x".repeat(random.nextInt(150)) + random.nextInt(1000);
            table.onExec(exec(who.life(), binary), 0);
            living.put(who.life().tgid(), new Known(who.life(), binary));
        }
    }

    private void exit() {
        if (!pids.isEmpty()) {
            int at = random.nextInt(pids.size());
            int pid = pids.get(at);
            pids.set(at, pids.getLast());
            pids.removeLast();
            Known gone = Objects.requireNonNull(living.remove(pid));
            // Some exits are lost: then the pid's next process tells.
            if (random.nextInt(10) != 0) {
                ExitFlyweight exit = new ExitFlyweight().wrap(RecordBytes.of(ExitFact.plain(gone.life(), time)), 0);
                table.onExit(table.findOrAdopt(exit, 0), time);
            }
        }
    }

    private void pinSomeone() {
        Known who = someone();
        if (who != null) {
            pinned.add(new Pinned(table.pin(find(who.life())), who.binary()));
        }
    }

    private void release() {
        Pinned first = pinned.poll();
        if (first != null) {
            isKept(first);
            image.release(first.image());
        }
    }

    /// Pids are few, so that they are used again; as many live at a time as the table has room for.
    private @Nullable Life freshLife(int parent, long parentStart) {
        int pid = 2 + random.nextInt(150);
        time++;
        return living.containsKey(pid) ? null : new Life(pid, time, parent, parentStart, 1, 1, 1);
    }

    private void born(Known known) {
        living.put(known.life().tgid(), known);
        pids.add(known.life().tgid());
    }

    private @Nullable Known someone() {
        return pids.isEmpty() ? null : living.get(pids.get(random.nextInt(pids.size())));
    }

    private ExecFlyweight exec(Life life, String binary) {
        return new ExecFlyweight().wrap(RecordBytes.of(ExecFact.plain(life, time, binary, "")), 0);
    }

    private long find(Life life) {
        return table.find(life.tgid(), life.start());
    }

    private void isKnown(Known known) {
        assertThat(binary(find(known.life()))).as(this::hint).isEqualTo(known.binary());
        assertThat(image.startBootTimeNs())
                .as(this::hint)
                .isEqualTo(known.life().start());
    }

    private void isKept(Pinned kept) {
        assertThat(binary(kept.image())).as(this::hint).isEqualTo(kept.binary());
    }

    private String binary(long reference) {
        assertThat(image.wrap(reference)).as(this::hint).isTrue();
        byte[] bytes = new byte[image.binaryLength()];
        image.bytes().getBytes(image.binaryOffset(), bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String hint() {
        return "-Dtest.seed=" + seed;
    }
}
