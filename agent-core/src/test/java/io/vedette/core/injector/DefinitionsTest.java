package io.vedette.core.injector;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.http.Page;
import io.vedette.core.inject.Injector;
import io.vedette.core.inject.Outcome;
import io.vedette.core.policy.Facts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DefinitionsTest {

    private static final Path CORPUS = Path.of("src/test/resources/io/vedette/core/inject/corpus");

    private final RequestBook book = new RequestBook();

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.sorted().toList();
        }
    }

    private Page.Reply ask(byte[] definition, Rules rules) {
        Injections injections = new Injections(Reviews.sidecar(false), new Facts.Builder().build(), rules);
        return new Definitions(injections, new Desk(() -> 0, book, said -> {})).apply(definition);
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatComesIsWhatTheCommandMakesOfIt(Path file) throws IOException {
        byte[] definition = Files.readAllBytes(file);
        Outcome outcome = new Injector(Optional.empty()).inject(definition, Reviews.sidecar(false));

        Page.Reply reply = ask(definition, Rules.NONE);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(outcome.output());
        assertThat(Reviews.headers(reply, "Vedette-Outcome"))
                .containsExactly(outcome.state().name().toLowerCase(Locale.ROOT));
        assertThat(Reviews.headers(reply, "Vedette-Note"))
                .hasSize(Math.min(20, outcome.sentences().size()));
    }

    @Test
    void whatIsNoDefinitionComesBackWithASentence() {
        byte[] words = "no definition: Grüße\n".getBytes(StandardCharsets.UTF_8);

        Page.Reply reply = ask(words, Rules.NONE);

        assertThat(reply.body()).isEqualTo(words);
        assertThat(Reviews.headers(reply, "Vedette-Outcome")).containsExactly("unreadable");
        assertThat(Reviews.headers(reply, "Vedette-Note"))
                .singleElement()
                .asString()
                .contains("it is no definition that is known");
        assertThat(book.count(Definitions.PATH, Result.UNREADABLE)).isEqualTo(1);
    }

    @Test
    void aPolicyThatCannotBeReadLeavesItAsItIs() throws IOException {
        byte[] definition = Files.readAllBytes(CORPUS.resolve("ecs-fargate-web.json"));

        Page.Reply reply = ask(definition, Reviews.unreadable("policy.yaml: nein, Ende\r\nX: y"));

        assertThat(reply.body()).isEqualTo(definition);
        assertThat(Reviews.headers(reply, "Vedette-Note"))
                .singleElement()
                .asString()
                .startsWith("policy.yaml: nein, Ende")
                .doesNotContain("\n", "\r");
    }
}
