package io.vedette.core.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vedette.core.fuzz.Mutator;
import io.vedette.core.fuzz.Rounds;
import io.vedette.core.inject.text.DefinitionException;
import io.vedette.core.inject.text.Document;
import io.vedette.core.inject.text.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whatever bytes come: the same bytes with a sentence, or a definition from which the sidecar can be taken out again
/// to the byte.
final class InjectorFuzzTest {

    private static final List<byte[]> GOOD =
            Corpus.files().stream().map(Corpus::bytes).toList();
    private static final List<byte[]> INJECTED = GOOD.stream()
            .map(good -> Corpus.INJECTOR.inject(good, Corpus.SIDECAR).output())
            .toList();

    @Test
    void damagedDefinitionsAreInjectedWellOrNotAtAll() throws Exception {
        Rounds.of(600, random -> {
            Mutator mutator = new Mutator(random, GOOD);
            check(mutator.damage(GOOD.get(random.nextInt(GOOD.size()))));
        });
    }

    @Test
    void damagedInjectedDefinitionsAreInjectedWellOrNotAtAll() throws Exception {
        Rounds.of(600, random -> {
            Mutator mutator = new Mutator(random, INJECTED);
            check(mutator.damage(INJECTED.get(random.nextInt(INJECTED.size()))));
        });
    }

    @FuzzTest(maxDuration = "30s")
    void anyBytesAreInjectedWellOrNotAtAll(FuzzedDataProvider data) throws DefinitionException {
        check(data.consumeRemainingAsBytes());
    }

    private static void check(byte[] input) throws DefinitionException {
        Outcome removed = Corpus.INJECTOR.remove(input);
        Outcome outcome = Corpus.INJECTOR.inject(input, Corpus.NATIVE);

        if (outcome.state() == Outcome.State.UNREADABLE) {
            assertThat(outcome.output()).isEqualTo(input);
            assertThat(outcome.sentences()).isNotEmpty();
        }
        if (outcome.state() == Outcome.State.DONE) {
            assertThat(Document.parse(Source.decode(outcome.output())).roots()).isNotEmpty();
            assertThat(Corpus.INJECTOR.inject(outcome.output(), Corpus.NATIVE).output())
                    .isEqualTo(outcome.output());
            assertThat(Corpus.INJECTOR.remove(outcome.output()).output()).isEqualTo(removed.output());
        }
    }
}
