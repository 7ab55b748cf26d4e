package io.vedette.core.inject.text;

import io.vedette.core.inject.text.Node.Items;
import io.vedette.core.inject.text.Node.Members;
import java.util.List;

/// Takes parts out of a text, with the separator or line break that came with them.
final class Deletion {

    private final Source source;

    Deletion(Document document) {
        source = document.source();
    }

    /// @throws DefinitionException when it can't be done by leaving characters out
    Edit edit(Part part) throws DefinitionException {
        return switch (part) {
            case Part.Item item -> {
                Items list = item.list();
                List<Span> spans = list.items().stream().map(Node::span).toList();
                if (list.flow()) {
                    yield between(list.inside(), spans, part.span());
                }
                int dash = source.lineStart(part.span().start()) + source.column(list.inside());
                boolean isDash = dash < part.span().start() && source.text().charAt(dash) == '-';
                if (!isDash || spans.size() == 1) {
                    throw new DefinitionException("what was added at "
                            + source.place(part.span().start()) + " can't be taken out: take it out by hand");
                }
                yield lines(dash, part.value());
            }
            case Part.Member member -> {
                Members mapping = member.mapping();
                List<Span> spans =
                        mapping.members().stream().map(Node.Member::span).toList();
                if (mapping.flow()) {
                    yield between(mapping.inside(), spans, part.span());
                }
                yield lines(part.span().start(), part.value());
            }
        };
    }

    private static Edit between(int inside, List<Span> siblings, Span span) {
        int index = siblings.indexOf(span);
        if (index > 0) {
            return Edit.delete(siblings.get(index - 1).end(), span.end());
        }
        return siblings.size() == 1
                ? Edit.delete(inside, span.end())
                : Edit.delete(span.start(), siblings.get(1).start());
    }

    private Edit lines(int start, Node value) throws DefinitionException {
        if (!source.startsLine(start)) {
            throw new DefinitionException("what was added at " + source.place(start)
                    + " can't be taken out: something stands before it in its line");
        }
        int end = BlockEnd.of(source, value);
        int lineStart = source.lineStart(start);
        return lineStart == 0
                ? Edit.delete(0, source.afterBreak(end))
                : Edit.delete(source.beforeBreak(lineStart), end);
    }
}
