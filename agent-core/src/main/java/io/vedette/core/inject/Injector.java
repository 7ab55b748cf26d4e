package io.vedette.core.inject;

import io.vedette.core.inject.target.Sidecar;
import io.vedette.core.inject.text.Change;
import io.vedette.core.inject.text.DefinitionException;
import io.vedette.core.inject.text.Document;
import io.vedette.core.inject.text.Part;
import io.vedette.core.inject.text.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Adds the sidecar to the definitions in a file, or takes it out. Every other byte stays what it is, and whenever
/// that is not certain nothing is changed at all.
///
/// What has a sidecar already gets a new one, so that twice is the same as once.
///
/// @param format of the definitions; empty to find out
public record Injector(Optional<Format> format) {

    /// Adds the sidecar wherever it can be.
    public Outcome inject(byte[] input, Sidecar sidecar) {
        try {
            Document document = read(input);
            Format kind = format(document);
            List<Part> before = parts(kind, document);
            Document bare = before.isEmpty() ? document : Change.remove(document, before);
            Judgement judgement = Judgement.of(kind.targets(bare), sidecar);
            List<String> sentences = new ArrayList<>(judgement.sentences());
            if (judgement.targets().isEmpty()) {
                sentences.add("note: nothing in it runs containers (" + kind + ")");
            }
            Outcome.State state = judgement.isComplete() ? Outcome.State.DONE : Outcome.State.LEFT;
            boolean isKept = !before.isEmpty() && judgement.wouldLoseOne(kind.targets(document));
            byte[] output =
                    isKept ? input : checked(kind, bare, judgement).source().encode();
            return new Outcome(output, state, sentences);
        } catch (DefinitionException wrong) {
            return unreadable(input, wrong);
        }
    }

    /// Takes the sidecar out wherever it was injected.
    public Outcome remove(byte[] input) {
        try {
            Document document = read(input);
            List<Part> parts = parts(format(document), document);
            return parts.isEmpty()
                    ? new Outcome(input, Outcome.State.DONE, List.of("note: nothing was injected there"))
                    : new Outcome(Change.remove(document, parts).source().encode(), Outcome.State.DONE, List.of());
        } catch (DefinitionException wrong) {
            return unreadable(input, wrong);
        }
    }

    /// The definitions with what was added, which can be taken out again to the byte, and changes nothing else.
    private static Document checked(Format kind, Document bare, Judgement judgement) throws DefinitionException {
        Document changed = read(Change.add(bare, judgement.additions()).source().encode());
        List<Part> parts = parts(kind, changed);
        boolean isAsMeant = judgement.isCarriedOut(kind.targets(changed)) && Change.isSameWithout(bare, changed, parts);
        byte[] again = isAsMeant ? Change.remove(changed, parts).source().encode() : new byte[0];
        if (!Arrays.equals(again, bare.source().encode())) {
            throw new DefinitionException("the sidecar can't be added without a change of something else in it");
        }
        return changed;
    }

    private static Document read(byte[] bytes) throws DefinitionException {
        return Document.parse(Source.decode(bytes));
    }

    private Format format(Document document) throws DefinitionException {
        Optional<Format> known = format.or(() -> Format.of(document));
        return known.orElseThrow(() -> new DefinitionException("it is no definition that is known: neither an ECS task "
                + "definition, a CloudFormation template, container definitions, a Compose file nor Kubernetes "
                + "manifests (--format says which, where it can't be told)"));
    }

    private static List<Part> parts(Format kind, Document document) {
        return kind.targets(document).stream()
                .flatMap(target -> target.added().stream())
                .toList();
    }

    private static Outcome unreadable(byte[] input, DefinitionException wrong) {
        return new Outcome(input, Outcome.State.UNREADABLE, List.of(wrong.getMessage() + "; it is left as it is"));
    }
}
