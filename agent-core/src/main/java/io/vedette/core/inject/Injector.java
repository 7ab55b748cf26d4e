package io.vedette.core.inject;

import io.vedette.core.inject.target.Sidecar;
import io.vedette.core.inject.target.Target;
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
        return inject(input, sidecar, Gate.OPEN);
    }

    /// Adds the sidecar wherever it can be and the gate lets it.
    public Outcome inject(byte[] input, Sidecar sidecar, Gate gate) {
        try {
            Document document = read(input);
            Selection selection = new Selection(format(document), gate);
            List<Part> before = selection.parts(document);
            Document bare = before.isEmpty() ? document : Change.remove(document, before);
            Judgement judgement = Judgement.of(selection.targets(bare), sidecar);
            List<String> refusals = selection.refusals(document);
            List<String> sentences = new ArrayList<>(refusals);
            sentences.addAll(judgement.sentences());
            if (sentences.isEmpty() && judgement.targets().isEmpty()) {
                sentences.add("note: nothing in it runs containers (" + selection.kind() + ")");
            }
            boolean isComplete = judgement.isComplete() && refusals.isEmpty();
            Outcome.State state = isComplete ? Outcome.State.DONE : Outcome.State.LEFT;
            boolean isKept = !before.isEmpty() && judgement.wouldLoseOne(selection.targets(document));
            byte[] output = isKept
                    ? input
                    : checked(selection, bare, judgement).source().encode();
            return new Outcome(output, state, sentences);
        } catch (DefinitionException wrong) {
            return unreadable(input, wrong);
        }
    }

    /// What can have a sidecar in it.
    ///
    /// @throws DefinitionException saying why it can't be understood
    public List<Target> targets(byte[] input) throws DefinitionException {
        Document document = read(input);
        return format(document).targets(document);
    }

    /// Takes the sidecar out wherever it was injected.
    public Outcome remove(byte[] input) {
        try {
            Document document = read(input);
            List<Part> parts = new Selection(format(document), Gate.OPEN).parts(document);
            return parts.isEmpty()
                    ? new Outcome(input, Outcome.State.DONE, List.of("note: nothing was injected there"))
                    : new Outcome(Change.remove(document, parts).source().encode(), Outcome.State.DONE, List.of());
        } catch (DefinitionException wrong) {
            return unreadable(input, wrong);
        }
    }

    /// The definitions with what was added, which can be taken out again to the byte, and changes nothing else.
    private static Document checked(Selection selection, Document bare, Judgement judgement)
            throws DefinitionException {
        Document changed = read(Change.add(bare, judgement.additions()).source().encode());
        List<Part> parts = selection.parts(changed);
        boolean isAsMeant =
                judgement.isCarriedOut(selection.targets(changed)) && Change.isSameWithout(bare, changed, parts);
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

    private static Outcome unreadable(byte[] input, DefinitionException wrong) {
        return Outcome.unreadable(input, String.valueOf(wrong.getMessage()));
    }
}
