package io.vedette.core.inject.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A piece of a text that is replaced by another one.
///
/// @param span what goes; empty when something is only put there
/// @param text what comes
record Edit(Span span, String text) {

    static Edit insert(int at, String text) {
        return new Edit(new Span(at, at), text);
    }

    static Edit delete(int start, int end) {
        return new Edit(new Span(start, end), "");
    }

    /// What is put at the same place stands there in the order of the list.
    ///
    /// @throws DefinitionException when one piece is to be replaced twice
    static String apply(List<Edit> edits, String text) throws DefinitionException {
        List<Edit> sorted = new ArrayList<>(edits);
        sorted.sort(Comparator.comparingInt(edit -> edit.span().start()));
        StringBuilder changed = new StringBuilder();
        int at = 0;
        for (Edit edit : sorted) {
            if (edit.span().start() < at) {
                throw new DefinitionException("what is to be changed in it overlaps");
            }
            changed.append(text, at, edit.span().start()).append(edit.text());
            at = edit.span().end();
        }
        return changed.append(text, at, text.length()).toString();
    }
}
