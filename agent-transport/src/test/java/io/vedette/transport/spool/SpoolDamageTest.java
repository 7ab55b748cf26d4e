package io.vedette.transport.spool;

import static io.vedette.transport.spool.Batches.appendNoted;
import static io.vedette.transport.spool.Batches.names;
import static io.vedette.transport.spool.Batches.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of a spool are damaged at random, before a start and while it runs: nothing is thrown, and whatever
/// was appended is read back as it was, or its loss is told.
final class SpoolDamageTest {

    private static final int ROUNDS = Integer.getInteger("spool.rounds", 60);

    /// Damage to the zeros behind the last document looks like a document that can't be read: one for each place.
    private static final long PHANTOMS = 20;

    @TempDir
    Path temp;

    private final RecordingListener listener = new RecordingListener();
    private final List<String> appended = new ArrayList<>();
    private Path directory;

    @BeforeEach
    void name() {
        directory = temp.resolve("spool");
    }

    @Test
    void everyBatchIsReadBackOrItsLossIsToldAfterDamageBeforeTheStart() throws Exception {
        long seed = Long.getLong("spool.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            directory = temp.resolve("round" + round);
            clear();
            try (ChronicleSpool spool = open()) {
                append(spool, random, 60);
            }
            damage(random, ".segment", ".cq4");

            readAndCompare("round " + round + ", seed " + seed);
        }
    }

    @Test
    void everyBatchIsReadBackOrItsLossIsToldAfterDamageWhileItRuns() throws Exception {
        long seed = Long.getLong("spool.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            directory = temp.resolve("round" + round);
            clear();
            try (ChronicleSpool spool = open()) {
                append(spool, random, 40);
                damage(random, ".segment", ".cq4");
                append(spool, random, 40);
                compare("round " + round + ", seed " + seed, names(readAll(spool)));
            }
        }
    }

    @Test
    void damageToAllFilesThrowsNothingAndHandsOverNothingThatIsWrong() throws Exception {
        long seed = Long.getLong("spool.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            directory = temp.resolve("round" + round);
            clear();
            try (ChronicleSpool spool = open()) {
                append(spool, random, 40);
            }
            damage(random, "");
            damage(random, "");
            try (ChronicleSpool spool = open()) {
                append(spool, random, 10);
                List<String> read = names(readAll(spool));
                assertThat(appended).as("round %d, seed %d", round, seed).containsAll(read);
                assertThat(read).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void whereTheLedgerIsGoneTooBatchesAreCounted() throws Exception {
        try (ChronicleSpool spool = open()) {
            appendNoted(spool, "n0", 1000);
            appendNoted(spool, "n1", 1000);
        }
        for (Path file : files("")) {
            if (file.toString().endsWith(".ledger")) {
                Files.delete(file);
            } else if (file.toString().matches(".*(cq4|segment)")) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                Files.writeString(file, text.replace("n1..", "n1.!"), StandardCharsets.ISO_8859_1);
            }
        }

        try (ChronicleSpool spool = open()) {
            assertThat(names(readAll(spool))).containsExactly("n0");
        }

        assertThat(listener.corrupt).isEqualTo(1);
        assertThat(listener.unreadable).isEmpty();
    }

    @Test
    void filesThatAreNotItsOwnDoNotDisturbIt() throws Exception {
        Files.createDirectories(directory.resolve("19700101-000007.cq4"));
        Files.createDirectories(directory.resolve("19700101-000005.segment"));
        Files.createDirectories(directory.resolve("damaged/below"));
        Files.writeString(directory.resolve("foreign.cq4"), "foreign".repeat(10_000));
        Files.writeString(directory.resolve("19700101-000009.segment"), "foreign".repeat(10_000));
        Files.createSymbolicLink(directory.resolve("19700101-000011.segment"), temp.resolve("nowhere"));
        for (int i = 0; i < 2000; i++) {
            Files.createFile(directory.resolve("foreign" + i));
        }

        try (ChronicleSpool spool = open()) {
            append(spool, new Random(1), 40);
            assertThat(names(readAll(spool))).containsExactlyElementsOf(appended);
        }

        assertThat(directory.resolve("foreign.cq4.foreign")).hasSize(70_000);
    }

    @Test
    void aSpoolThatIsLargerThanItsQuotaIsCutToItWhenItIsOpened() throws Exception {
        try (ChronicleSpool spool = open()) {
            append(spool, new Random(1), 300);
        }
        SpoolConfig small = new SpoolConfig(directory, 256 << 10, 64 << 10, 60 << 10, 0);

        try (ChronicleSpool spool = ChronicleSpool.open(small, listener)) {
            List<String> all = new ArrayList<>(listener.dropped);
            List<String> left = names(readAll(spool));
            all.addAll(left);
            assertThat(listener.dropped).isNotEmpty();
            assertThat(left).isNotEmpty();
            assertThat(all).containsExactlyElementsOf(appended);
        }
    }

    private ChronicleSpool open() throws SpoolException {
        return ChronicleSpool.open(new SpoolConfig(directory, 8 << 20, 64 << 10, 60 << 10, 0), listener);
    }

    private void clear() {
        appended.clear();
        listener.dropped.clear();
        listener.unreadable.clear();
        listener.corrupt = 0;
    }

    private void append(Spool spool, Random random, int count) {
        for (int i = 0; i < count; i++) {
            String name = "n" + appended.size();
            assertThat(appendNoted(spool, name, 100 + random.nextInt(8000))).isNotNegative();
            appended.add(name);
        }
    }

    private void readAndCompare(String what) throws SpoolException {
        try (ChronicleSpool spool = open()) {
            compare(what, names(readAll(spool)));
            assertThat(spool.waitingBatches()).as(what).isEqualTo(appended.size() - listener.unreadable.size());
        }
    }

    private void compare(String what, List<String> read) {
        List<String> all = new ArrayList<>(read);
        all.addAll(listener.unreadable);
        assertThat(all).as(what).containsExactlyInAnyOrderElementsOf(appended);
        assertThat(read).as(what).isSubsetOf(appended);
        assertThat(listener.corrupt).as(what).isBetween(0L, PHANTOMS);
    }

    private List<Path> files(String... suffixes) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> Stream.of(suffixes).anyMatch(file.toString()::endsWith))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private void damage(Random random, String... suffixes) throws IOException {
        List<Path> files = files(suffixes);
        Path file = files.get(random.nextInt(files.size()));
        switch (random.nextInt(5)) {
            case 0 -> flip(file, random);
            case 1 -> cut(file, random);
            case 2 -> Files.delete(file);
            case 3 -> swap(file, files.get(random.nextInt(files.size())));
            default -> {
                for (int i = 0; i < 20; i++) {
                    flip(file, random);
                }
            }
        }
    }

    private static void flip(Path path, Random random) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            if (file.length() > 0) {
                // Most of a file is the hole at its end.
                long place = random.nextLong(Math.min(file.length(), 72 << 10));
                byte[] bytes = new byte[(int) Math.min(1 + random.nextInt(64), file.length() - place)];
                random.nextBytes(bytes);
                file.seek(place);
                file.write(bytes);
            }
        }
    }

    private static void cut(Path path, Random random) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(random.nextLong(Math.min(file.length(), 72 << 10) + 1));
        }
    }

    private void swap(Path one, Path other) throws IOException {
        Path third = temp.resolve("third");
        Files.move(one, third, StandardCopyOption.REPLACE_EXISTING);
        if (!one.equals(other)) {
            Files.move(other, one);
        }
        Files.move(third, other);
    }
}
