package io.vedette.transport.endpoint;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.vedette.transport.TestBatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonLinesFileTest {

    @TempDir
    Path temp;

    private Path file;
    private Path journal;

    @BeforeEach
    void name() {
        file = temp.resolve("events.jsonl");
        journal = temp.resolve("events.jsonl.journal");
    }

    @Test
    void knowsAfterARestartWhatItHas() throws Exception {
        accept(1, 1);
        accept(1, 2);
        accept(2, 1);

        try (JsonLinesFile again = open()) {
            assertThat(again.accepted())
                    .containsEntry(new AgentInstance(TestBatches.HIGH, 1), 2L)
                    .containsEntry(new AgentInstance(TestBatches.HIGH, 2), 1L)
                    .hasSize(2);
        }
        assertThat(codes()).containsExactly(1L, 2L, 1L);
    }

    @Test
    void cutsWhatWasNotCommitted() throws Exception {
        accept(1, 1);
        Files.writeString(file, "{\"kind\":\"ex", APPEND);

        accept(1, 2);

        assertThat(codes()).containsExactly(1L, 2L);
    }

    /// What a kill leaves is there to be copied before the end.
    @Test
    void theFirstBatchesOfAllAreCutTooWhenTheyWereNotCommitted() throws Exception {
        Path killed = file.resolveSibling("killed");
        Files.writeString(file, "{\"kind\":\"theirs\"}\n");
        try (JsonLinesFile sink = open()) {
            sink.accept(TestBatches.batch(1, 1, 0), 0);
            Files.copy(file, killed);
            Files.copy(file.resolveSibling(file.getFileName() + ".journal"), file.resolveSibling("killed.journal"));
        }

        try (JsonLinesFile sink = new JsonLinesFile(new JsonLines(), killed, 100)) {
            assertThat(sink.accepted()).isEmpty();
        }
        assertThat(Files.readAllLines(killed)).containsExactly("{\"kind\":\"theirs\"}");
    }

    @Test
    void keepsEachBatchOnceInOcsfToo() throws Exception {
        for (long sequence = 1; sequence <= 3; sequence++) {
            try (JsonLinesFile sink = new JsonLinesFile(new OcsfLines(), file, 100)) {
                assertThat(sink.accepted()).hasSize(sequence == 1 ? 0 : 1).doesNotContainValue(sequence);
                sink.accept(TestBatches.batch(1, sequence, 0), 0);
            }
            Files.writeString(file, "{\"class_uid\":10", APPEND);
        }

        try (JsonLinesFile sink = new JsonLinesFile(new OcsfLines(), file, 100)) {
            assertThat(sink.accepted()).containsValue(3L);
        }
        assertThat(Files.readAllLines(file))
                .hasSize(3)
                .allSatisfy(line ->
                        assertThat(line).startsWith("{\"class_uid\":1007,").endsWith("}"));
    }

    @Test
    void ignoresATornRecordOfTheJournal() throws Exception {
        accept(1, 1);
        long whole = Files.size(journal);
        accept(1, 2);
        for (long size = whole; size < whole + 36; size++) {
            try (var channel = Files.newByteChannel(journal, WRITE)) {
                channel.truncate(size);
            }
            try (JsonLinesFile again = open()) {
                assertThat(again.accepted()).containsValue(1L).hasSize(1);
            }
            accept(1, 2);
            assertThat(codes()).containsExactly(1L, 2L);
        }
    }

    @Test
    void goesOnWhenTheFileWasMovedAway() throws Exception {
        accept(1, 1);
        Files.delete(file);

        accept(1, 2);

        assertThat(codes()).containsExactly(2L);
        try (JsonLinesFile again = open()) {
            assertThat(again.accepted()).containsValue(2L);
        }
    }

    @Test
    void goesOnInANewFileWhenItsOwnIsRenamedWhileItRuns() throws Exception {
        Path rotated = temp.resolve("events.jsonl.1");
        try (JsonLinesFile sink = open()) {
            sink.accept(TestBatches.batch(1, 1, 10), 0);
            sink.sync();
            Files.move(file, rotated);
            sink.accept(TestBatches.batch(1, 2, 10), 0);
            sink.accept(TestBatches.batch(1, 3, 10), 0);
            sink.sync();
        }
        Files.writeString(file, "{\"kind\":\"ex", APPEND);

        accept(1, 4);

        assertThat(Lines.exitCodes(rotated)).containsExactly(1L);
        assertThat(codes()).containsExactly(2L, 3L, 4L);
    }

    @Test
    void whatOthersCutOffLeavesNoHole() throws Exception {
        try (JsonLinesFile sink = open()) {
            sink.accept(TestBatches.batch(1, 1, 10), 0);
            sink.sync();
            try (var channel = Files.newByteChannel(file, WRITE)) {
                channel.truncate(0);
            }
            sink.accept(TestBatches.batch(1, 2, 10), 0);
            sink.sync();
        }

        assertThat(codes()).containsExactly(2L);
    }

    @Test
    void commitsNothingThatWasNotSynced() throws Exception {
        try (JsonLinesFile sink = open()) {
            sink.accept(TestBatches.batch(1, 1, 10), 0);
            sink.sync();
            sink.accept(TestBatches.batch(1, 2, 10), 0);

            assertThat(Files.size(journal)).isEqualTo(72);
            assertThat(sink.accepted()).containsValue(1L).hasSize(1);
        }
    }

    @Test
    void appendsToAFileThatHasNoJournal() throws Exception {
        Files.writeString(file, "mine\n");

        accept(1, 1);

        assertThat(Files.readAllLines(file)).hasSize(2).startsWith("mine");
    }

    @Test
    void keepsItsJournalSmall() throws Exception {
        int batches = 17_000;
        try (JsonLinesFile sink = open()) {
            for (int i = 1; i <= batches; i++) {
                sink.accept(TestBatches.batch(i % 3, i, 0), 0);
            }
        }

        assertThat(Files.size(journal)).isLessThan(36 * 1000);
        assertThat(codes()).hasSize(batches);
        try (JsonLinesFile again = open()) {
            assertThat(again.accepted().values()).containsExactlyInAnyOrder(16_998L, 16_999L, 17_000L);
        }
    }

    @Test
    void belongsToOneEndpointAtATime() throws Exception {
        try (JsonLinesFile first = open()) {
            assertThat(first.accepted()).isEmpty();
            assertThatIOException()
                    .isThrownBy(this::open)
                    .withMessage("file " + file + " is in use by another endpoint");
        }
    }

    private JsonLinesFile open() throws IOException {
        return new JsonLinesFile(new JsonLines(), file, 100);
    }

    private void accept(long instance, long sequence) throws IOException {
        try (JsonLinesFile sink = open()) {
            sink.accept(TestBatches.batch(instance, sequence, 10), 0);
        }
    }

    private List<Long> codes() throws IOException {
        return Lines.exitCodes(file);
    }
}
