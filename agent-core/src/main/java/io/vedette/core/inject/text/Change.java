package io.vedette.core.inject.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Changes of a document. The text that comes of one is read again before anybody gets it.
public final class Change {

    private Change() {}

    /// Whether only the additions differ is for the caller to ask, with [#isSameWithout].
    ///
    /// @return the document with the additions in it
    /// @throws DefinitionException when it can't be done, or what came of it can't be read
    public static Document add(Document document, List<Addition> additions) throws DefinitionException {
        // Where two come at the same place, what is nested deeper comes first.
        List<Addition> sorted = new ArrayList<>(additions);
        sorted.sort(Comparator.comparingInt(
                (Addition addition) -> -addition.collection().span().start()));
        Style whole = Style.of(document);
        List<Edit> edits = new ArrayList<>();
        for (Addition addition : sorted) {
            edits.add(new Insertion(document.source(), whole, addition).edit());
        }
        return changed(document, edits);
    }

    /// @return the document without the parts
    /// @throws DefinitionException when it can't be done, or what came of it would differ in something else
    public static Document remove(Document document, List<Part> parts) throws DefinitionException {
        Deletion deletion = new Deletion(document);
        List<Edit> edits = new ArrayList<>();
        for (Part part : parts) {
            edits.add(deletion.edit(part));
        }
        Document changed = changed(document, edits);
        if (!isSameWithout(changed, document, parts)) {
            throw new DefinitionException("what was added can't be taken out without a change of something else");
        }
        return changed;
    }

    /// Whether a document holds what another one holds when parts of that are left out.
    public static boolean isSameWithout(Document smaller, Document larger, List<Part> parts) {
        Set<Span> spans = new HashSet<>();
        parts.forEach(part -> spans.add(part.span()));
        return new Comparison(spans).isSame(smaller, larger);
    }

    private static Document changed(Document document, List<Edit> edits) throws DefinitionException {
        Source source = document.source();
        String text = Edit.apply(edits, source.text());
        try {
            Document changed = Document.parse(source.with(text));
            if (changed.isJson() == document.isJson()) {
                return changed;
            }
        } catch (DefinitionException wrong) {
            throw new DefinitionException("it can't be changed safely: afterwards " + wrong.getMessage());
        }
        throw new DefinitionException("it can't be changed safely: afterwards it is no JSON");
    }
}
