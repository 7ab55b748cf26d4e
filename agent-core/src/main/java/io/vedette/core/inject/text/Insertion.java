package io.vedette.core.inject.text;

import io.vedette.core.inject.text.Node.Items;
import io.vedette.core.inject.text.Node.Members;
import java.util.List;

/// Writes an addition into a text: directly behind what comes before it, so that [Deletion] finds exactly that.
final class Insertion {

    private final Source source;
    private final Addition addition;
    private final FlowText flow;
    private final BlockText block;

    /// @param whole the style of the document
    Insertion(Source source, Style whole, Addition addition) {
        this.source = source;
        this.addition = addition;
        Style style = whole.within(addition.collection());
        flow = style.flow();
        block = style.block();
    }

    /// @throws DefinitionException when there is no place for it
    Edit edit() throws DefinitionException {
        return switch (addition) {
            case Addition.Item item -> item(item.list(), item.value());
            case Addition.Member member -> member(member.mapping(), member.key(), member.value());
        };
    }

    private Edit item(Items list, Value value) throws DefinitionException {
        if (list.flow()) {
            Span last = list.items().isEmpty() ? null : list.items().getLast().span();
            return last == null
                    ? Edit.insert(list.inside(), flow.inline(value))
                    : behind(last, source.hasBreak(last.start(), last.end()), "", value);
        }
        int column = source.column(list.inside());
        int first = list.items().getFirst().span().start();
        int gap = source.hasBreak(list.inside(), first) ? 2 : first - list.inside();
        return lines(list, column + 1, block.item(value, column, Math.clamp(gap, 2, 8)));
    }

    private Edit member(Members mapping, String key, Value value) throws DefinitionException {
        if (mapping.flow()) {
            String start = Json.quoted(key) + flow.colon();
            Span last = mapping.members().isEmpty()
                    ? null
                    : mapping.members().getLast().span();
            return last == null
                    ? Edit.insert(mapping.inside(), start + flow.inline(value))
                    : behind(last, false, start, value);
        }
        int column = source.column(mapping.inside());
        return lines(mapping, column, block.member(key, value, column));
    }

    /// In brackets: on a line of its own where the one before it is.
    private Edit behind(Span last, boolean isLong, String start, Value value) {
        String indent = source.indent(last.start());
        String lineBreak = source.lineBreak(last.start());
        boolean isOnItsLine = source.startsLine(last.start());
        String separator = isOnItsLine ? "," + lineBreak + indent : flow.comma();
        String text = isOnItsLine || isLong ? flow.pretty(value, indent, lineBreak) : flow.inline(value);
        return Edit.insert(last.end(), separator + start + text);
    }

    /// @param column comments that are indented so far below the last line belong to it
    private Edit lines(Node collection, int column, List<String> lines) throws DefinitionException {
        int end = BlockEnd.of(source, collection);
        for (int next = source.afterBreak(end); next < source.text().length() && isComment(next, column); ) {
            end = source.lineEnd(next);
            next = source.afterBreak(end);
        }
        String lineBreak = source.lineBreak(end);
        return Edit.insert(end, lineBreak + String.join(lineBreak, lines));
    }

    private boolean isComment(int lineStart, int column) {
        int text = lineStart + source.indent(lineStart).length();
        return text < source.text().length()
                && source.text().charAt(text) == '#'
                && column > 0
                && text - lineStart >= column;
    }
}
