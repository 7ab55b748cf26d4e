package io.vedette.transport.spool;

import static io.vedette.transport.spool.Batches.append;
import static io.vedette.transport.spool.Batches.names;
import static io.vedette.transport.spool.Batches.readAll;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.vedette.transport.spool.SpoolException.Issue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChronicleSpoolTest extends SpoolContract {

    @TempDir
    Path temp;

    @Override
    Spool open() throws SpoolException {
        return ChronicleSpool.open(config(), listener);
    }

    private SpoolConfig config() {
        return new SpoolConfig(temp.resolve("spool"), QUOTA_BYTES, 64 << 10, 60 << 10, 1 << 20);
    }

    private void reopen() throws SpoolException {
        spool.close();
        spool = open();
    }

    @Test
    void batchesAndAcknowledgementsSurviveARestart() throws Exception {
        append(spool, "a");
        long second = append(spool, "b");
        append(spool, "c");
        spool.ack(second);

        reopen();
        append(spool, "d");

        assertThat(spool.isDurable()).isTrue();
        assertThat(spool.waitingBatches()).isEqualTo(2);
        assertThat(spool.waitingBytes()).isEqualTo(200);
        assertThat(names(readAll(spool))).containsExactly("c", "d");
    }

    @Test
    void startsAnewWhenItsDirectoryIsRemovedWhileItRuns() throws Exception {
        append(spool, "a");
        try (Stream<Path> files = Files.walk(temp.resolve("spool"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        append(spool, "b");
        readAll(spool);

        append(spool, "c");
        append(spool, "d");

        assertThat(names(readAll(spool))).endsWith("c", "d");
        assertThat(spool.waitingBatches()).isEqualTo(4 - listener.corrupt);
    }

    @Test
    void positionsGrowOverRestartsEvenWhenNothingWasLeft() throws Exception {
        long before = append(spool, "a");
        spool.ack(before);

        reopen();
        reopen();
        long after = append(spool, "b");

        assertThat(after).isGreaterThan(before);
        assertThat(names(readAll(spool))).containsExactly("b");
    }

    @Test
    void readsThroughManySegmentsAndDeletesThemWhenAcknowledged() throws Exception {
        for (int i = 0; i < 80; i++) {
            append(spool, "n" + i, 4000);
        }
        int before = segments().size();
        List<Batches.Read> reads = readAll(spool);

        spool.ack(reads.getLast().position());

        assertThat(before).isGreaterThan(4);
        assertThat(reads).hasSize(80);
        assertThat(segments()).hasSize(1);
    }

    @Test
    void anAcknowledgementInTheMiddleKeepsTheLaterSegments() throws Exception {
        for (int i = 0; i < 80; i++) {
            append(spool, "n" + i, 4000);
        }
        List<Batches.Read> reads = readAll(spool);
        spool.ack(reads.get(39).position());

        reopen();

        assertThat(names(readAll(spool))).hasSize(40).startsWith("n40").endsWith("n79");
    }

    @Test
    void sendsEverythingAgainWhenTheAcknowledgedPositionIsDamaged() throws Exception {
        append(spool, "a");
        long second = append(spool, "b");
        append(spool, "c");
        spool.ack(second);
        spool.close();
        overwrite(temp.resolve("spool/acknowledged"), 8, 48);

        spool = open();

        assertThat(names(readAll(spool))).containsExactly("a", "b", "c");
    }

    @Test
    void skipsAndCountsADamagedDocument() throws Exception {
        append(spool, "a");
        append(spool, "b");
        append(spool, "c");
        spool.close();
        Path file = segments().getFirst();
        overwrite(file, find(file, "b....") + 20, 4);

        spool = open();

        assertThat(names(readAll(spool))).containsExactly("a", "c");
        assertThat(listener.corrupt).isEqualTo(1);
        assertThat(spool.waitingBatches()).isEqualTo(2);
        assertThat(spool.waitingBytes()).isEqualTo(200);
    }

    @Test
    void doesNotWaitForADamagedLastDocument() throws Exception {
        append(spool, "a");
        append(spool, "b");
        spool.close();
        Path file = segments().getFirst();
        overwrite(file, find(file, "b....") + 20, 4);

        spool = open();

        assertThat(names(readAll(spool))).containsExactly("a");
        assertThat(spool.waitingBatches()).isEqualTo(1);
        assertThat(listener.corrupt).isEqualTo(1);
    }

    @Test
    void setsASegmentAsideThatCannotBeReadAndGoesOn() throws Exception {
        append(spool, "a");
        spool.close();
        spool = open();
        append(spool, "b");
        spool.close();
        Files.write(segments().getFirst(), "not a queue".repeat(1000).getBytes(UTF_8));

        spool = open();
        long last = append(spool, "c");

        assertThat(names(readAll(spool))).containsExactly("b", "c");
        assertThat(listener.corrupt).isEqualTo(1);
        spool.ack(last);
        assertThat(temp.resolve("spool/damaged")).exists();
    }

    @Test
    void surfacesAnEmptySegmentAsNothing() throws Exception {
        spool.close();
        Files.createFile(temp.resolve("spool/19700101-000000.cq4"));

        spool = open();
        append(spool, "a");

        assertThat(names(readAll(spool))).containsExactly("a");
    }

    @Test
    void onlyItsOwnerCanReadIt() throws Exception {
        append(spool, "a");

        Path directory = temp.resolve("spool");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files)
                    .hasSizeGreaterThan(3)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as("%s", file)
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aSecondOwnerIsToldInOneLine() {
        assertThatExceptionOfType(SpoolException.class)
                .isThrownBy(this::open)
                .satisfies(e -> assertThat(e.issue()).isEqualTo(Issue.IN_USE))
                .withMessage("spool directory " + temp.resolve("spool") + " is in use by another process");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsToldInOneLine() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));

        assertThatExceptionOfType(SpoolException.class)
                .isThrownBy(() -> ChronicleSpool.open(SpoolConfig.defaults(file.resolve("below")), listener))
                .satisfies(e -> assertThat(e.issue()).isEqualTo(Issue.NOT_WRITABLE))
                .withMessageStartingWith("spool directory " + file)
                .withMessageNotContaining("\n");
    }

    @Test
    void aDiskWithLessThanTheReserveIsToldInOneLine() {
        SpoolConfig greedy = new SpoolConfig(temp.resolve("greedy"), QUOTA_BYTES, 64 << 10, 60 << 10, Long.MAX_VALUE);

        assertThatExceptionOfType(SpoolException.class)
                .isThrownBy(() -> ChronicleSpool.open(greedy, listener))
                .satisfies(e -> assertThat(e.issue()).isEqualTo(Issue.NO_SPACE));
    }

    @Test
    void appendsFailWithoutHarmWhenTheDirectoryIsGoneForGood() throws Exception {
        append(spool, "a");
        try (Stream<Path> files = Files.list(temp.resolve("spool"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(temp.resolve("spool"));
        Files.createFile(temp.resolve("spool"));

        long result = 0;
        for (int i = 0; i < 100 && result >= 0; i++) {
            result = append(spool, "n" + i, 4000);
        }

        assertThat(result).isEqualTo(Spool.FAILED);
    }

    @Test
    void appendingReadingAndAcknowledgingAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        UnsafeBuffer batch = new UnsafeBuffer(new byte[300]);
        long[] last = {0};
        SpoolReader reader = (position, buffer, offset, length) -> last[0] = position;
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 2000; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 4; i++) {
                spool.append(batch, 0, 300);
                spool.read(reader);
            }
            spool.ack(last[0]);
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
        }

        assertThat(least).isZero();
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        append(spool, "a");
        readAll(spool);
        spool.close();

        Set<Thread> threads = Thread.getAllStackTraces().keySet();

        assertThat(threads).extracting(Thread::getName).noneMatch(name -> name.contains("~"));
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("spool"))) {
            return files.filter(file -> file.toString().matches(".*\\.(cq4|segment)"))
                    .sorted()
                    .toList();
        }
    }

    private static int find(Path file, String text) throws IOException {
        return new String(Files.readAllBytes(file), ISO_8859_1).indexOf(text);
    }

    private static void overwrite(Path file, int offset, int length) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.position(offset);
            channel.write(ByteBuffer.wrap("#".repeat(length).getBytes(US_ASCII)));
        }
    }
}
