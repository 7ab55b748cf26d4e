package io.vedette.core.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each definition becomes what is recorded beside it, and again what it was.
final class CorpusTest {

    private static final String HOW = "if it should be so: ./mvnw -pl agent-core -am test -Dtest=CorpusTest "
            + "-Dsurefire.failIfNoSpecifiedTests=false -Dtests.jvmArgs=-Dgolden.regenerate=true";

    static List<Path> files() {
        return Corpus.files();
    }

    @BeforeAll
    static void regenerate() throws IOException {
        if (Boolean.getBoolean("golden.regenerate")) {
            for (Path file : Corpus.files()) {
                Outcome outcome = Corpus.INJECTOR.inject(Corpus.bytes(file), Corpus.SIDECAR);
                Files.write(Corpus.INJECTED.resolve(file.getFileName()), outcome.output());
                Files.writeString(said(file), said(outcome));
            }
        }
    }

    private static Path said(Path file) {
        return Corpus.INJECTED.resolve(file.getFileName() + ".said");
    }

    private static String said(Outcome outcome) {
        return Stream.concat(Stream.of(outcome.state().name()), outcome.sentences().stream())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void becomesWhatIsRecorded(Path file) throws IOException {
        Outcome outcome = Corpus.INJECTOR.inject(Corpus.bytes(file), Corpus.SIDECAR);

        byte[] golden = Corpus.bytes(Corpus.INJECTED.resolve(file.getFileName()));
        assertThat(said(outcome)).as(HOW).isEqualTo(Files.readString(said(file)));
        assertThat(new String(outcome.output(), StandardCharsets.UTF_8))
                .as(HOW)
                .isEqualTo(new String(golden, StandardCharsets.UTF_8));
        assertThat(outcome.output()).isEqualTo(golden);
    }

    @ParameterizedTest
    @MethodSource("files")
    void becomesWhatItWasWhenTheSidecarIsTakenOut(Path file) {
        byte[] injected = Corpus.bytes(Corpus.INJECTED.resolve(file.getFileName()));

        Outcome outcome = Corpus.INJECTOR.remove(injected);

        assertThat(outcome.state()).isEqualTo(Outcome.State.DONE);
        assertThat(outcome.output()).isEqualTo(Corpus.bytes(file));
    }

    @ParameterizedTest
    @MethodSource("files")
    void staysTheSameWhenItIsInjectedAgain(Path file) {
        byte[] injected = Corpus.bytes(Corpus.INJECTED.resolve(file.getFileName()));

        Outcome outcome = Corpus.INJECTOR.inject(injected, Corpus.SIDECAR);

        assertThat(outcome.output()).isEqualTo(injected);
    }

    @ParameterizedTest
    @MethodSource("files")
    void takesAnotherSidecarInPlaceOfTheFirst(Path file) {
        byte[] input = Corpus.bytes(file);
        byte[] injected = Corpus.INJECTOR.inject(input, Corpus.SIDECAR).output();

        byte[] renewed = Corpus.INJECTOR
                .inject(injected, Corpus.sidecar("watcher", "other:2", false))
                .output();

        byte[] fresh = Corpus.INJECTOR
                .inject(input, Corpus.sidecar("watcher", "other:2", false))
                .output();
        assertThat(new String(renewed, StandardCharsets.UTF_8)).isEqualTo(new String(fresh, StandardCharsets.UTF_8));
        assertThat(Corpus.INJECTOR.remove(renewed).output()).isEqualTo(input);
    }

    @Test
    void thereAreManyAndMostCanBeInjected() {
        List<Path> files = Corpus.files();

        long changed = files.stream()
                .filter(file ->
                        !Arrays.equals(Corpus.bytes(file), Corpus.bytes(Corpus.INJECTED.resolve(file.getFileName()))))
                .count();

        assertThat(files).hasSizeGreaterThan(45);
        assertThat(changed).isGreaterThan(30);
    }
}
