package io.vedette.core.coverage;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.core.json.Json;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// What a later run of the endpoint has to know: the tasks and how they were judged, a line each.
/// It is written anew beside the old one and then put in its place. One thread.
final class StateFile {

    private final Path file;
    private final Consumer<String> log;
    private byte[] written = new byte[0];
    private String said = "";

    StateFile(Path file, Consumer<String> log) {
        this.file = file;
        this.log = log;
    }

    /// What is damaged is left out and said.
    void read(Coverage coverage, Instant now) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                restore(Json.parse(line), coverage, now);
            }
        } catch (NoSuchFileException first) {
            say("");
        } catch (IOException | IllegalArgumentException damaged) {
            say("the state of coverage in " + file + " can't be read (" + damaged.getMessage()
                    + "): tasks have to be told again");
        }
    }

    private static void restore(Json line, Coverage coverage, Instant now) {
        List<Issue> issues = new ArrayList<>();
        for (Json issue : line.at("issues").items()) {
            issues.add(new Issue(Code.valueOf(issue.text("code")), issue.text("cause"), issue.text("sentence")));
        }
        coverage.restore(
                TaskJson.read(line),
                line.text("source"),
                new Verdict(State.valueOf(line.text("state")), List.copyOf(issues), List.of()),
                Times.of(line.at("since")).orElse(now),
                Times.of(line.at("heard")),
                now);
    }

    /// Writes it if it is another one.
    void write(Coverage coverage) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        coverage.each(entry -> {
            lines.writeBytes(JsonText.object(json -> writeEntry(json, entry)));
            lines.write('\n');
        });
        byte[] bytes = lines.toByteArray();
        if (Arrays.equals(bytes, written)) {
            return;
        }
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, bytes);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            written = bytes;
            say("");
        } catch (IOException failed) {
            say("the state of coverage can't be written to " + file + ": " + failed.getMessage());
        }
    }

    private static void writeEntry(JsonGenerator json, Entry entry) throws IOException {
        TaskJson.write(json, entry.task);
        json.writeStringField("source", entry.source);
        json.writeStringField("state", entry.verdict().state().name());
        json.writeStringField("since", entry.since().toString());
        // To the minute, so that the file does not change with each batch.
        json.writeStringField(
                "heard",
                entry.heard
                        .map(time -> time.truncatedTo(ChronoUnit.MINUTES).toString())
                        .orElse(""));
        json.writeArrayFieldStart("issues");
        for (Issue issue : entry.verdict().issues()) {
            json.writeStartObject();
            json.writeStringField("code", issue.code().name());
            json.writeStringField("cause", issue.cause());
            // Without its figures, so that the file does not change with them.
            json.writeStringField("sentence", issue.sentence().replaceAll("[0-9]+ s", "some time"));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void say(String sentence) {
        if (!sentence.equals(said) && !sentence.isEmpty()) {
            log.accept(sentence);
        }
        said = sentence;
    }
}
