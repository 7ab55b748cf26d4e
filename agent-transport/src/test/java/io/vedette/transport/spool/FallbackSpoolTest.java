package io.vedette.transport.spool;

import static io.vedette.transport.spool.Batches.appendNoted;
import static io.vedette.transport.spool.Batches.names;
import static io.vedette.transport.spool.Batches.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FallbackSpoolTest extends SpoolContract {

    private static final long RETRY_NS = 1000;

    @TempDir
    Path temp;

    private long nowNs;

    @Override
    Spool open() {
        return open(temp.resolve("spool"));
    }

    private Spool open(Path directory) {
        SpoolConfig config = new SpoolConfig(directory, QUOTA_BYTES, 64 << 10, 60 << 10, 1 << 20);
        return FallbackSpool.open(config, 200_000, listener, () -> nowNs, RETRY_NS);
    }

    @Test
    void goesOnInMemoryAndBackToTheDiskInOrder() throws Exception {
        append(0, 5);
        block();
        append(5, 10);
        assertThat(spool.isDurable()).isFalse();
        assertThat(spool.trouble()).contains("spool directory " + temp.resolve("spool"));

        unblock();
        nowNs += RETRY_NS;
        append(10, 15);

        assertThat(spool.isDurable()).isTrue();
        assertThat(spool.trouble()).isEmpty();
        List<Batches.Read> reads = readAll(spool);
        assertThat(reads).extracting(Batches.Read::position).isSorted().doesNotHaveDuplicates();
        // The directory was removed with the first five in it: what was in them is known all the same.
        List<String> all = new ArrayList<>(listener.unreadable);
        all.addAll(names(reads));
        assertThat(all).containsExactlyElementsOf(upTo(15));
        assertThat(spool.waitingBatches()).isEqualTo(reads.size());
        assertThat(listener.corrupt).isZero();
    }

    @Test
    void whatWasInMemorySurvivesARestartOnceItIsOnDisk() throws Exception {
        block();
        append(0, 5);
        unblock();
        nowNs += RETRY_NS;
        append(5, 6);
        spool.close();

        spool = open();

        assertThat(names(readAll(spool))).containsExactlyElementsOf(upTo(6));
    }

    @Test
    void whatIsInMemoryIsPutOnTheDiskAtTheEndIfThatWorksAgain() throws Exception {
        block();
        append(0, 5);
        unblock();

        spool.close();
        spool = open();

        assertThat(names(readAll(spool))).containsExactlyElementsOf(upTo(5));
    }

    @Test
    void whatWasNeverOnADiskIsPutThereAtTheEndIfOneCanBeHadByThen() throws Exception {
        block();
        Spool second = open();
        assertThat(second.isDurable()).isFalse();
        appendNoted(second, "a", 1000);
        unblock();

        second.close();
        spool = open();

        assertThat(listener.ended).isEmpty();
        assertThat(names(readAll(spool))).containsExactly("a");
    }

    @Test
    void whatIsInMemoryOnlyAtTheEndIsReported() throws Exception {
        append(0, 2);
        spool.ack(readAll(spool).getLast().position());
        block();
        append(2, 5);

        spool.close();

        assertThat(listener.ended).containsExactly("n2", "n3", "n4");
        assertThat(listener.dropped).isEmpty();
    }

    @Test
    void whatWasInADirectoryThatIsGoneAtTheEndIsReported() throws Exception {
        append(0, 3);
        block();

        spool.close();

        assertThat(listener.unreadable).containsExactly("n0", "n1", "n2");
    }

    @Test
    void waitsForWhatIsInFlightBeforeItMovesTheRest() throws Exception {
        block();
        append(0, 4);
        long[] last = {-1};
        spool.read((position, buffer, offset, length) -> last[0] = position);
        unblock();
        nowNs += RETRY_NS;
        append(4, 5);

        assertThat(readAll(spool)).isEmpty();
        spool.ack(last[0]);

        assertThat(names(readAll(spool))).containsExactly("n1", "n2", "n3", "n4");
        assertThat(spool.isDurable()).isTrue();
        assertThat(spool.waitingBatches()).isEqualTo(4);
    }

    @Test
    void whatIsInFlightAndRewoundComesAgainInItsPlace() throws Exception {
        block();
        append(0, 4);
        readAll(spool);
        unblock();
        nowNs += RETRY_NS;
        append(4, 5);

        spool.rewind();

        assertThat(names(readAll(spool))).containsExactlyElementsOf(upTo(5));
    }

    @Test
    void anAcknowledgementInMemoryStandsForWhatWasReadFromTheDiskBefore() throws Exception {
        append(0, 3);
        Path away = temp.resolve("away");
        Files.move(temp.resolve("spool"), away);
        Files.createFile(temp.resolve("spool"));
        nowNs += RETRY_NS;
        append(3, 6);
        assertThat(spool.isDurable()).isFalse();
        Files.delete(temp.resolve("spool"));
        Files.move(away, temp.resolve("spool"));

        List<Batches.Read> reads = readAll(spool);
        assertThat(names(reads)).containsExactlyElementsOf(upTo(6));
        spool.ack(reads.get(4).position());

        assertThat(spool.waitingBatches()).isEqualTo(1);
        spool.rewind();
        assertThat(names(readAll(spool))).containsExactly("n5");
    }

    @Test
    void takesADirectoryOverWhenItsOwnerIsGone() throws Exception {
        append(0, 3);
        Spool second = open();
        for (int i = 3; i < 6; i++) {
            appendNoted(second, "n" + i, 1000);
        }
        assertThat(second.trouble()).endsWith("is in use by another process");
        long[] last = {-1};
        second.read((position, buffer, offset, length) -> last[0] = position);

        spool.close();
        spool = second;
        nowNs += RETRY_NS;
        append(6, 7);
        second.ack(last[0]);

        assertThat(names(readAll(second))).containsExactly("n0", "n1", "n2", "n4", "n5", "n6");
        assertThat(second.isDurable()).isTrue();
    }

    @Test
    void dropsTheOldestInMemoryAndCountsThem() throws Exception {
        block();
        append(0, 400);

        List<String> all = new ArrayList<>(listener.dropped);
        all.addAll(names(readAll(spool)));

        assertThat(listener.dropped).isNotEmpty();
        assertThat(all).containsExactlyElementsOf(upTo(400));
        assertThat(spool.waitingBytes()).isLessThanOrEqualTo(200_000);
    }

    private void append(int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(appendNoted(spool, "n" + i, 1000)).isNotNegative();
        }
    }

    private static List<String> upTo(int count) {
        return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
    }

    /// Puts a file in the place of the directory.
    private void block() throws IOException {
        Path directory = temp.resolve("spool");
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.createFile(directory);
        nowNs += RETRY_NS;
    }

    private void unblock() throws IOException {
        Files.delete(temp.resolve("spool"));
    }
}
